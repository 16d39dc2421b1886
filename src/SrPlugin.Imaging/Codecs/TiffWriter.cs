using System.IO.Compression;
using System.Runtime.InteropServices;
using static SrPlugin.Imaging.Codecs.ExifEntry;

namespace SrPlugin.Imaging.Codecs;

/// <summary>
/// Baseline TIFF 6.0, little-endian, in strips compressed by Deflate with horizontal prediction (floats without). Written here
/// because libtiff's setters take variable arguments, which managed code cannot pass portably.
/// </summary>
internal static class TiffWriter
{
    private const int StripBytes = 256 << 10;

    // Offsets are 32 bits wide; what is left is for directories and metadata.
    private const long MaxBytes = PictureLimits.MaxFileBytes - (64 << 20);

    public static byte[] Write(Picture picture)
    {
        var pixels = picture.Pixels;
        var rows = Math.Clamp(StripBytes / pixels.Stride, 1, pixels.Height);
        var strips = new byte[(pixels.Height + rows - 1) / rows][];
        Parallel.For(0, strips.Length, i => strips[i] = Compress(pixels, i * rows, Math.Min(rows, pixels.Height - (i * rows))));
        if (strips.Sum(s => (long)s.Length) > MaxBytes)
            throw new PictureFormatException($"A picture of {pixels.Width}×{pixels.Height} is too large for a TIFF file.", PictureFormat.Tiff);

        var writer = new ExifWriter(bigEndian: false);
        writer.Header();
        var offsets = Array.ConvertAll(strips, s => writer.Append(s));
        var block = ExifMetadata.ForSaving(picture, littleEndian: true) ?? new ExifBlock();
        var fields = block.Main;
        Span<int> bits = stackalloc int[pixels.Channels];
        Span<int> formats = stackalloc int[pixels.Channels];
        bits.Fill(8 * pixels.BytesPerSample);
        formats.Fill(pixels.Format == SampleFormat.Float32 ? 3 : 1);
        fields[256] = OfLongs((uint)pixels.Width);
        fields[257] = OfLongs((uint)pixels.Height);
        fields[258] = OfShorts(bits);
        fields[259] = OfShorts(8); // Deflate
        fields[262] = OfShorts(pixels.ColorChannels == 1 ? 1 : 2);
        fields[273] = OfLongs(offsets);
        fields[ExifBlock.Orientation] = OfShorts((int)picture.Metadata.Orientation);
        fields[277] = OfShorts(pixels.Channels);
        fields[278] = OfLongs((uint)rows);
        fields[279] = OfLongs(Array.ConvertAll(strips, s => (uint)s.Length));
        var (dpiX, dpiY) = picture.Metadata.Dpi ?? (72, 72);
        fields[ExifBlock.XResolution] = OfRational(dpiX);
        fields[ExifBlock.YResolution] = OfRational(dpiY);
        fields[284] = OfShorts(1);
        fields[ExifBlock.ResolutionUnit] = OfShorts(picture.Metadata.Dpi is null ? 1 : 2);
        fields[317] = OfShorts(pixels.Format == SampleFormat.Float32 ? 1 : 2);
        if (pixels.HasAlpha)
            fields[338] = OfShorts(2); // straight alpha
        fields[339] = OfShorts(formats);
        if (picture.Metadata.IccProfile is { } profile)
            fields[34675] = new ExifEntry(Undefined, profile);
        writer.Start(writer.Tree(block));
        return writer.ToArray();
    }

    private static byte[] Compress(PixelBuffer pixels, int firstRow, int rows)
    {
        var data = pixels.Bytes.Slice(firstRow * pixels.Stride, rows * pixels.Stride).ToArray();
        for (var y = 0; y < rows; y++)
        {
            var row = data.AsSpan(y * pixels.Stride, pixels.Stride);
            if (pixels.Format == SampleFormat.UInt8)
                Difference(row, pixels.Channels);
            else if (pixels.Format == SampleFormat.UInt16)
                Difference(MemoryMarshal.Cast<byte, ushort>(row), pixels.Channels);
        }

        using var stream = new MemoryStream();
        using (var deflate = new ZLibStream(stream, CompressionLevel.Optimal))
            deflate.Write(data);
        return stream.ToArray();
    }

    private static void Difference(Span<byte> row, int step)
    {
        for (var i = row.Length - 1; i >= step; i--)
            row[i] -= row[i - step];
    }

    private static void Difference(Span<ushort> row, int step)
    {
        for (var i = row.Length - 1; i >= step; i--)
            row[i] -= row[i - step];
    }
}
