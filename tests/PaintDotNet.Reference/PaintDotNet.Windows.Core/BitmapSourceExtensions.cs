using PaintDotNet.Rendering;

namespace PaintDotNet.Imaging;

public static unsafe class BitmapSourceExtensions
{
    public static void CopyPixels<TPixel>(this IBitmapSource<TPixel> source, RegionPtr<TPixel> dst, Point2Int32 srcOffset)
        where TPixel : unmanaged, INaturalPixelInfo
    {
        if (!dst.IsEmpty)
            source.CopyPixels(dst.Ptr, dst.Stride, checked((uint)((long)dst.Stride * dst.Height)), new RectInt32(srcOffset, dst.Size));
    }
}
