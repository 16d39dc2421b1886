using System.Runtime.Serialization;
using PaintDotNet.ComponentModel;
using PaintDotNet.Rendering;

namespace PaintDotNet.Imaging;

public abstract unsafe class BitmapSourceBase<TPixel> : BitmapSourceBase, ISerializable, IBitmapSource<TPixel>, IBitmapSource, IObjectRef,
IIsDisposed, IDisposable
    where TPixel : unmanaged, INaturalPixelInfo
{
    protected BitmapSourceBase(SizeInt32 size)
        : base(size, default(TPixel).PixelFormat)
    {
    }

    protected abstract void OnCopyPixels(RegionPtr<TPixel> dst, Point2Int32 srcOffset);

    protected override sealed void OnCopyPixels(void* buffer, int bufferStride, uint bufferSize, RectInt32 srcRect) =>
        OnCopyPixels(new RegionPtr<TPixel>((TPixel*)buffer, srcRect.Width, srcRect.Height, bufferStride), srcRect.Location);
}
