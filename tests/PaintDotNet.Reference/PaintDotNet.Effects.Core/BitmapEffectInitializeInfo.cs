namespace PaintDotNet.Effects;

public sealed class BitmapEffectInitializeInfo;
