using PaintDotNet;
using PaintDotNet.Imaging;
using PaintDotNet.Rendering;

namespace SrPlugin.PaintDotNet.FakeHost.Documents;

/// <summary>Converts colours; everything else of the imaging component is not needed.</summary>
public sealed class FakeImagingFactory : FakeObject, IImagingFactory
{
    public IColorContext CreateColorContext(ExifColorSpace exifColorSpace) =>
        exifColorSpace == ExifColorSpace.Srgb
            ? FakeColorSpace.Srgb()
            : throw new NotSupportedException($"{exifColorSpace} is not made up yet.");

    public IColorContext CreateColorContext(ReadOnlySpan<byte> profileBytes) =>
        throw new NotSupportedException("Nobody reads profiles here.");

    public IBitmapSource CreateColorTransformedBitmap(
        IBitmapSource source, IColorContext sourceContext, IColorContext dstContext, in PixelFormat dstPixelFormat) =>
        dstPixelFormat.Equals(PixelFormats.Bgra32)
            ? new Transformed((IBitmapSource<ColorBgra32>)source, (FakeColorSpace)sourceContext, (FakeColorSpace)dstContext)
            : throw new NotSupportedException($"Only Bgra32, not {dstPixelFormat}.");

    private sealed class Transformed(IBitmapSource<ColorBgra32> source, FakeColorSpace from, FakeColorSpace to) : BitmapSourceBase<ColorBgra32>(source.Size)
    {
        protected override unsafe void OnCopyPixels(RegionPtr<ColorBgra32> dst, Point2Int32 srcOffset)
        {
            source.CopyPixels(dst, srcOffset);
            for (int y = 0; y < dst.Height; y++)
            {
                var row = new Span<ColorBgra32>((byte*)dst.Ptr + ((long)y * dst.Stride), dst.Width);
                foreach (ref ColorBgra32 color in row)
                    color = from.ConvertTo(to, color);
            }
        }
    }
}
