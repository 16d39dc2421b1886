using PaintDotNet.Imaging;

namespace PaintDotNet.Effects;

public interface IReadOnlyBitmapEffectRenderInfo : IInternalImpl
{
    BitmapEffectRenderingFlags Flags { get; }

    BitmapEffectRenderingSchedule Schedule { get; }

    PixelFormat OutputPixelFormat { get; }
}
