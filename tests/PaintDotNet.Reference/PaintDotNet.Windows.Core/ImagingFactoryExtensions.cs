namespace PaintDotNet.Imaging;

public static class ImagingFactoryExtensions
{
    public static IBitmapSource<TDstPixel> CreateColorTransformedBitmap<TDstPixel>(
        this IImagingFactory factory, IBitmapSource source, IColorContext sourceContext, IColorContext destinationContext)
        where TDstPixel : unmanaged, INaturalPixelInfo =>
        (IBitmapSource<TDstPixel>)factory.CreateColorTransformedBitmap(
            source, sourceContext, destinationContext, default(TDstPixel).PixelFormat);
}
