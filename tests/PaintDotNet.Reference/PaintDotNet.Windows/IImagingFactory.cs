using PaintDotNet.ComponentModel;

namespace PaintDotNet.Imaging;

public interface IImagingFactory : IObjectRef, IIsDisposed, IDisposable, IInternalImpl
{
    IBitmapSource CreateColorTransformedBitmap(
        IBitmapSource source, IColorContext sourceContext, IColorContext dstContext, in PixelFormat dstPixelFormat);

    IColorContext CreateColorContext(ExifColorSpace exifColorSpace);

    IColorContext CreateColorContext(ReadOnlySpan<byte> profileBytes);
}
