using System.Security.Cryptography;
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
    private const int BytesPerStrip = 4 << 20;

    /// <summary>Reads a rectangle, rows without padding.</summary>
    /// <exception cref="InvalidOperationException">It is larger than an array holds.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static byte[] Read<TPixel>(IBitmapSource<TPixel> source, RectInt32 area, CancellationToken cancellationToken)
        where TPixel : unmanaged, INaturalPixelInfo
    {
        int rowBytes = area.Width * sizeof(TPixel);
        var pixels = new byte[Bytes(area.Width, area.Height, sizeof(TPixel))];
        foreach (RectInt32 strip in Strips(area, rowBytes, cancellationToken))
            Read(source, strip, pixels.AsSpan((strip.Y - area.Y) * rowBytes, strip.Height * rowBytes));
        return pixels;
    }

    /// <summary>Hashes a rectangle without holding it.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void AppendTo<TPixel>(
        IncrementalHash hash, IBitmapSource<TPixel> source, RectInt32 area, CancellationToken cancellationToken)
        where TPixel : unmanaged, INaturalPixelInfo
    {
        int rowBytes = checked(area.Width * sizeof(TPixel));
        byte[] buffer = [];
        foreach (RectInt32 strip in Strips(area, rowBytes, cancellationToken))
        {
            int bytes = strip.Height * rowBytes;
            if (buffer.Length < bytes)
                buffer = new byte[bytes];
            Read(source, strip, buffer.AsSpan(0, bytes));
            hash.AppendData(buffer, 0, bytes);
        }
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
            : throw new InvalidOperationException(
                $"The selection is {width}×{height} pixels, more than one picture can hold. Select less, or enlarge less.");
    }

    /// <summary>Turns BGRA into RGBA, or back, in place.</summary>
    public static void SwapRedAndBlue(Span<byte> pixels)
    {
        for (int i = 0; i + 3 < pixels.Length; i += 4)
            (pixels[i], pixels[i + 2]) = (pixels[i + 2], pixels[i]);
    }

    private static void Read<TPixel>(IBitmapSource<TPixel> source, RectInt32 strip, Span<byte> target)
        where TPixel : unmanaged, INaturalPixelInfo
    {
        fixed (byte* start = target)
            source.CopyPixels(
                new RegionPtr<TPixel>((TPixel*)start, strip.Width, strip.Height, strip.Width * sizeof(TPixel)), strip.Location);
    }

    // Short enough that a cancel between two of them is prompt.
    private static IEnumerable<RectInt32> Strips(RectInt32 area, int rowBytes, CancellationToken cancellationToken)
    {
        int rows = Math.Max(1, BytesPerStrip / Math.Max(1, rowBytes));
        for (int y = area.Top; y < area.Bottom; y += rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new RectInt32(area.X, y, area.Width, Math.Min(rows, area.Bottom - y));
        }
    }
}
