namespace PaintDotNet.Effects;

public interface IEffectOptions
{
    bool IsConfigurable { get; }
}
