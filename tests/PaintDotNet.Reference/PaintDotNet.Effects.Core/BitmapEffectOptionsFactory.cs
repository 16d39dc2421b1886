namespace PaintDotNet.Effects;

public abstract record BitmapEffectOptionsFactory : EffectOptionsBase, IEffectOptions
{
    internal BitmapEffectOptionsFactory()
    {
    }

    protected BitmapEffectOptionsFactory(BitmapEffectOptionsFactory original)
        : base(original)
    {
    }

    public static BitmapEffectOptions Create() => new();
}
