using PaintDotNet;
using PaintDotNet.Imaging;
using PaintDotNet.Rendering;
using SrPlugin.Protocol;

namespace SrPlugin.PaintDotNet.Pixels;

/// <summary>
/// Copies between the host's bitmaps and arrays. Only through RegionPtr: the members with a buffer size change their type in Paint.NET 5.2.
/// </summary>
internal static unsafe class HostPixels
{
    /// <summary>Reads a rectangle, rows without padding.</summary>
    /// <exception cref="InvalidOperationException">It is larger than an array holds.</exception>
    public static byte[] Read<TPixel>(IBitmapSource<TPixel> source, RectInt32 area)
        where TPixel : unmanaged, INaturalPixelInfo
    {
        var pixels = new byte[Bytes(area.Width, area.Height, sizeof(TPixel))];
        fixed (byte* start = pixels)
            source.CopyPixels(new RegionPtr<TPixel>((TPixel*)start, area.Width, area.Height, area.Width * sizeof(TPixel)), area.Location);
        return pixels;
    }

    /// <summary>Copies a part of an array, rows of <paramref name="width"/> BGRA pixels, into host memory.</summary>
    /// <param name="pixels">The array.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="part">The part, as large as the target.</param>
    /// <param name="target">Host memory.</param>
    /// <param name="targetX">First column in the target.</param>
    /// <param name="targetY">First row in the target.</param>
    public static void Write(byte[] pixels, int width, RectInt32 part, RegionPtr<ColorBgra32> target, int targetX, int targetY)
    {
        for (int y = 0; y < part.Height; y++)
        {
            var row = pixels.AsSpan(checked((((part.Y + y) * width) + part.X) * 4), part.Width * 4);
            byte* start = (byte*)target.Ptr + ((long)(targetY + y) * target.Stride) + ((long)targetX * 4);
            row.CopyTo(new Span<byte>(start, row.Length));
        }
    }

    /// <summary>Bytes of a picture.</summary>
    /// <exception cref="InvalidOperationException">It is larger than an array holds.</exception>
    public static int Bytes(long width, long height, int bytesPerPixel)
    {
        long bytes = width * height * bytesPerPixel;
        return bytes <= WireFormat.MaxPictureBytes
            ? (int)bytes
            : throw new InvalidOperationException($"The selection is {width}×{height} pixels, more than one picture can hold. Select less, or enlarge less.");
    }

    /// <summary>Turns BGRA into RGBA, or back, in place.</summary>
    public static void SwapRedAndBlue(Span<byte> pixels)
    {
        for (int i = 0; i + 3 < pixels.Length; i += 4)
            (pixels[i], pixels[i + 2]) = (pixels[i + 2], pixels[i]);
    }
}
