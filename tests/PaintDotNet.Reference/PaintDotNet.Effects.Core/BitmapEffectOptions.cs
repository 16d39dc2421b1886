namespace PaintDotNet.Effects;

public record BitmapEffectOptions : BitmapEffectOptionsFactory, IBitmapEffectOptions, IEffectOptions
{
    internal BitmapEffectOptions()
    {
    }

    protected BitmapEffectOptions(BitmapEffectOptions original)
        : base(original)
    {
    }
}
