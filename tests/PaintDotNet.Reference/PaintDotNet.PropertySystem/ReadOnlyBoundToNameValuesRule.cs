namespace PaintDotNet.PropertySystem;

public sealed class ReadOnlyBoundToNameValuesRule : PropertyCollectionRule, ICloneable
{
    private readonly string _target;
    private readonly bool _inverse;
    private readonly (string Name, object? Value)[] _pairs;

    public ReadOnlyBoundToNameValuesRule(
        object targetPropertyName, bool inverse, IEnumerable<(object PropertyName, object? Value)> sourcePropertyNameValuePairs)
    {
        _target = targetPropertyName.ToString()!;
        _inverse = inverse;
        _pairs = [.. sourcePropertyNameValuePairs.Select(pair => (pair.PropertyName.ToString()!, pair.Value))];
    }

    public ReadOnlyBoundToNameValuesRule(
        object targetPropertyName, bool inverse, params (object PropertyName, object? Value)[] sourcePropertyNameValuePairs)
        : this(targetPropertyName, inverse, sourcePropertyNameValuePairs.AsEnumerable())
    {
    }

    public override PropertyCollectionRule Clone() =>
        new ReadOnlyBoundToNameValuesRule(_target, _inverse, _pairs.Select(pair => ((object)pair.Name, pair.Value)));

    protected override void OnInitialized()
    {
        Apply();
        foreach (string source in _pairs.Select(pair => pair.Name).Distinct())
            WhenValueChanges(source, Apply);
    }

    private void Apply() =>
        Owner.Require(_target).ReadOnly = _pairs.Any(pair => Equals(Owner.Require(pair.Name).Value, pair.Value)) ^ _inverse;
}
