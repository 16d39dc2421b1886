using PaintDotNet.Imaging;
using PaintDotNet.Rendering;

namespace PaintDotNet.Effects;

public interface IBitmapEffectOutput : IInternalImpl
{
    PixelFormat PixelFormat { get; }

    RectInt32 Bounds { get; }

    IBitmapLock Lock(in PixelFormat pixelFormat);
}
