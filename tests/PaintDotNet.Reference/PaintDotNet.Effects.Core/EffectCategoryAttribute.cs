namespace PaintDotNet.Effects;

[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class EffectCategoryAttribute(EffectCategory category) : Attribute
{
    public EffectCategory Category { get; } = category;
}
