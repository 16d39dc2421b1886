namespace PaintDotNet.PropertySystem;

public sealed class ReadOnlyBoundToValueRule<TValue, TProperty> : PropertyCollectionRule, ICloneable
    where TProperty : Property<TValue>
{
    private readonly string _target;
    private readonly string _source;
    private readonly TValue[] _values;
    private readonly bool _inverse;

    public ReadOnlyBoundToValueRule(object targetPropertyName, object sourcePropertyName, TValue valueForReadOnly, bool inverse = false)
        : this(targetPropertyName, sourcePropertyName, [valueForReadOnly], inverse)
    {
    }

    public ReadOnlyBoundToValueRule(
        object targetPropertyName, object sourcePropertyName, TValue[] valuesForReadOnly, bool inverse = false) =>
        (_target, _source, _values, _inverse) = (
            targetPropertyName.ToString()!, sourcePropertyName.ToString()!, [.. valuesForReadOnly], inverse);

    public override PropertyCollectionRule Clone() => new ReadOnlyBoundToValueRule<TValue, TProperty>(_target, _source, _values, _inverse);

    protected override void OnInitialized()
    {
        Apply();
        WhenValueChanges(_source, Apply);
    }

    private void Apply() => Owner.Require(_target).ReadOnly = _values.Contains(((TProperty)Owner.Require(_source)).Value) ^ _inverse;
}
