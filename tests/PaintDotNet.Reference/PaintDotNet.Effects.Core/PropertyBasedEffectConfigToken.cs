using PaintDotNet.PropertySystem;

namespace PaintDotNet.Effects;

public sealed class PropertyBasedEffectConfigToken : EffectConfigToken, ICloneable
{
    public PropertyBasedEffectConfigToken(PropertyCollection propertyCollection) => Properties = propertyCollection.Clone();

    public PropertyCollection Properties { get; }

    public IEnumerable<string> PropertyNames => Properties.PropertyNames;

    public Property? GetProperty(object propertyName) => Properties[propertyName];

    public T? GetProperty<T>(object propertyName)
        where T : Property => Properties[propertyName] as T;

    public override object Clone() => new PropertyBasedEffectConfigToken(Properties);
}
