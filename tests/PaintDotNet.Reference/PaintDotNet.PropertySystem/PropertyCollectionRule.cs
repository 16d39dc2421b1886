namespace PaintDotNet.PropertySystem;

public abstract class PropertyCollectionRule : ICloneable
{
    private PropertyCollection? _owner;

    internal PropertyCollectionRule()
    {
    }

    protected PropertyCollection Owner => _owner ?? throw new InvalidOperationException("The rule belongs to no collection yet.");

    public abstract PropertyCollectionRule Clone();

    object ICloneable.Clone() => Clone();

    internal void Initialize(PropertyCollection owner)
    {
        if (_owner is not null)
            throw new InvalidOperationException("The rule belongs to a collection already.");
        _owner = owner;
        OnInitialized();
    }

    protected abstract void OnInitialized();

    private protected void WhenValueChanges(string source, Action action) => Owner.Require(source).WhenValueChanges(action);
}
