using PaintDotNet;
using PaintDotNet.Imaging;
using PaintDotNet.Rendering;

namespace SrPlugin.PaintDotNet.Pixels;

/// <summary>An array of BGRA pixels as a bitmap that the host can read.</summary>
internal sealed class ArrayBitmap(byte[] pixels, int width, int height) : BitmapSourceBase<ColorBgra32>(new SizeInt32(width, height))
{
    /// <inheritdoc/>
    protected override void OnCopyPixels(RegionPtr<ColorBgra32> dst, Point2Int32 srcOffset) =>
        HostPixels.Write(pixels, width, new RectInt32(srcOffset.X, srcOffset.Y, dst.Width, dst.Height), dst, 0, 0);
}
