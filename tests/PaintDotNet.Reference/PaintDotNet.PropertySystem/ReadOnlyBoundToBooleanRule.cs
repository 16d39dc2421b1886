namespace PaintDotNet.PropertySystem;

public sealed class ReadOnlyBoundToBooleanRule : PropertyCollectionRule, ICloneable
{
    private readonly string _target;
    private readonly string _source;
    private readonly bool _inverse;

    public ReadOnlyBoundToBooleanRule(object targetPropertyName, object sourceBooleanPropertyName, bool inverse) =>
        (_target, _source, _inverse) = (targetPropertyName.ToString()!, sourceBooleanPropertyName.ToString()!, inverse);

    public override PropertyCollectionRule Clone() => new ReadOnlyBoundToBooleanRule(_target, _source, _inverse);

    protected override void OnInitialized()
    {
        Apply();
        WhenValueChanges(_source, Apply);
    }

    private void Apply() => Owner.Require(_target).ReadOnly = ((BooleanProperty)Owner.Require(_source)).Value ^ _inverse;
}
