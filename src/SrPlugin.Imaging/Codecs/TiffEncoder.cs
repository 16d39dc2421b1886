using System.IO.Compression;
using System.Runtime.InteropServices;
using static SrPlugin.Imaging.Codecs.ExifEntry;

namespace SrPlugin.Imaging.Codecs;

/// <summary>
/// Baseline TIFF 6.0, little-endian, in strips compressed by Deflate with horizontal prediction (floats without). Written here
/// because libvips writes neither EXIF nor the fields of others into TIFF, and pages only where all are of one size.
/// </summary>
internal static class TiffEncoder
{
    private const int StripBytes = 256 << 10;

    // Enough for every processor, and little memory.
    private const int StripsAtOnce = 256;

    // Offsets are 32 bits wide; what is left is for directories and metadata.
    private const long MaxBytes = PictureLimits.MaxFileBytes - (64 << 20);

    /// <summary>Writes a file.</summary>
    /// <param name="pages">Its pages.</param>
    /// <param name="target">Where it is written, empty.</param>
    /// <param name="losses">Receives a sentence for everything that the format cannot hold.</param>
    public static void Encode(IReadOnlyList<PictureContent> pages, Stream target, ICollection<string> losses)
    {
        var writer = new TiffWriter(bigEndian: false, target);
        long length = 0;
        TiffDirectory[] directories = [.. pages.Select(page => Page(page, writer, ref length, losses))];
        writer.Chain(directories);
    }

    private static TiffDirectory Page(PictureContent picture, TiffWriter writer, ref long length, ICollection<string> losses)
    {
        var pixels = picture.Pixels;
        var bytesPerSample = PixelBuffer.SizeOf(pixels.Format);
        var rows = Math.Clamp(StripBytes / (pixels.Width * pixels.Channels * bytesPerSample), 1, pixels.Height);
        var count = (pixels.Height + rows - 1) / rows;
        var (offsets, lengths) = (new uint[count], new uint[count]);
        var strips = new byte[Math.Min(count, StripsAtOnce)][];
        for (var first = 0; first < count; first += strips.Length)
        {
            var some = Math.Min(strips.Length, count - first);
            var above = first * rows;
            Parallel.For(
                0, some,
                i => strips[i] = Compress(pixels.ReadRows(above + (i * rows), Math.Min(rows, pixels.Height - above - (i * rows)))));
            for (var i = 0; i < some; i++)
            {
                length += strips[i].Length;
                if (length > MaxBytes)
                    throw new PictureFormatException(
                        $"A picture of {pixels.Width}×{pixels.Height} is too large for a TIFF file.", PictureFormat.Tiff);
                (offsets[first + i], lengths[first + i]) = (writer.Append(strips[i]), (uint)strips[i].Length);
            }
        }

        var fields = ExifMetadata.ForSaving(picture, losses, isTiff: true)?.Pages[0] ?? [];
        Span<int> bits = stackalloc int[pixels.Channels];
        Span<int> formats = stackalloc int[pixels.Channels];
        bits.Fill(8 * bytesPerSample);
        formats.Fill(pixels.Format == SampleFormat.Float32 ? 3 : 1);
        fields[256] = OfLongs((uint)pixels.Width);
        fields[257] = OfLongs((uint)pixels.Height);
        fields[258] = OfShorts(bits);
        fields[259] = OfShorts(8); // Deflate
        fields[TiffDirectory.Photometric] = OfShorts(picture.ColorChannels == 1 ? 1 : 2);
        fields[273] = OfLongs(offsets);
        fields[TiffDirectory.Orientation] = OfShorts((int)picture.Metadata.Orientation);
        fields[277] = OfShorts(pixels.Channels);
        fields[278] = OfLongs((uint)rows);
        fields[279] = OfLongs(lengths);
        var (dpiX, dpiY) = picture.Metadata.Dpi ?? (72, 72);
        fields[TiffDirectory.XResolution] = OfRational(dpiX);
        fields[TiffDirectory.YResolution] = OfRational(dpiY);
        fields[284] = OfShorts(1);
        fields[TiffDirectory.ResolutionUnit] = OfShorts(picture.Metadata.Dpi is null ? 1 : 2);
        fields[317] = OfShorts(pixels.Format == SampleFormat.Float32 ? 1 : 2);
        if (picture.HasAlpha)
            fields[338] = OfShorts(2); // straight alpha
        fields[339] = OfShorts(formats);
        if (picture.Metadata.IccProfile is { } profile)
            fields[34675] = new ExifEntry(Undefined, profile);
        if (picture.Metadata.Xmp is { } xmp)
            fields[700] = new ExifEntry(1, xmp);
        if (picture.Metadata.Iptc is { } iptc)
            fields[33723] = new ExifEntry(Undefined, iptc);
        return fields;
    }

    private static byte[] Compress(PixelBuffer pixels)
    {
        for (var y = 0; y < pixels.Height; y++)
        {
            var row = pixels.RowBytes(y);
            if (pixels.Format == SampleFormat.UInt8)
                Difference(row, pixels.Channels);
            else if (pixels.Format == SampleFormat.UInt16)
                Difference(MemoryMarshal.Cast<byte, ushort>(row), pixels.Channels);
        }

        using var stream = new MemoryStream();
        using (var deflate = new ZLibStream(stream, CompressionLevel.Optimal))
            deflate.Write(pixels.Bytes);
        return stream.ToArray();
    }

    private static void Difference<T>(Span<T> row, int step)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        for (var i = row.Length - 1; i >= step; i--)
            row[i] = unchecked(row[i] - row[i - step]);
    }
}
