using System.Runtime.Serialization;
using PaintDotNet.ComponentModel;
using PaintDotNet.Rendering;

namespace PaintDotNet.Imaging;

public abstract unsafe class BitmapSourceBase : RefTrackedObject, ISerializable, IBitmapSource, IObjectRef, IIsDisposed, IDisposable
{
    internal BitmapSourceBase(SizeInt32 size, PixelFormat pixelFormat) => (Size, PixelFormat) = (size, pixelFormat);

    public PixelFormat PixelFormat { get; }

    public SizeInt32 Size { get; }

    public void CopyPixels(void* buffer, int bufferStride, uint bufferSize, in RectInt32? srcRect)
    {
        RectInt32 rect = srcRect ?? new RectInt32(0, 0, Size.Width, Size.Height);
        if (!new RectInt32(0, 0, Size.Width, Size.Height).Contains(rect))
            throw new ArgumentOutOfRangeException(nameof(srcRect), srcRect, $"The bitmap is {Size}.");
        OnCopyPixels(buffer, bufferStride, bufferSize, rect);
    }

    protected abstract void OnCopyPixels(void* buffer, int bufferStride, uint bufferSize, RectInt32 srcRect);

    protected override void Dispose(bool disposing) => base.Dispose(disposing);
}
