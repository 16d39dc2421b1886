namespace PaintDotNet.PropertySystem;

public sealed class SetTargetWhenSourceEqualsAnyValueRule : PropertyCollectionRule, ICloneable
{
    private readonly string _target;
    private readonly object _value;
    private readonly string _source;
    private readonly object?[] _sourceValues;
    private readonly bool _inverse;

    public SetTargetWhenSourceEqualsAnyValueRule(
        object targetPropertyName, object targetValue, object sourcePropertyName, object? sourceValue, bool inverse = false)
        : this(targetPropertyName, targetValue, sourcePropertyName, [sourceValue], inverse)
    {
    }

    public SetTargetWhenSourceEqualsAnyValueRule(
        object targetPropertyName, object targetValue, object sourcePropertyName, object?[] sourceValues, bool inverse = false)
    {
        _target = targetPropertyName.ToString()!;
        _value = targetValue;
        _source = sourcePropertyName.ToString()!;
        _sourceValues = [.. sourceValues];
        _inverse = inverse;
    }

    public override PropertyCollectionRule Clone() =>
        new SetTargetWhenSourceEqualsAnyValueRule(_target, _value, _source, _sourceValues, _inverse);

    // Not documented: whether the real rule also acts when a collection is made or copied, and whether it may write a read-only target.
    // This one acts, and may not: what is harder on a plug-in.
    protected override void OnInitialized()
    {
        Apply();
        WhenValueChanges(_source, Apply);
    }

    private void Apply()
    {
        if (_sourceValues.Contains(Owner.Require(_source).Value) ^ _inverse)
            Owner.Require(_target).Value = _value;
    }
}
