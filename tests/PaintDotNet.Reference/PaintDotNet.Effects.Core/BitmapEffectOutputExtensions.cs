using PaintDotNet.Imaging;

namespace PaintDotNet.Effects;

public static class BitmapEffectOutputExtensions
{
    public static IBitmapLock<ColorBgra32> LockBgra32(this IBitmapEffectOutput output) =>
        (IBitmapLock<ColorBgra32>)output.Lock(PixelFormats.Bgra32);
}
