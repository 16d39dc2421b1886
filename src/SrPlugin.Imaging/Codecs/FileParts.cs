using System.Text;
using static System.Buffers.Binary.BinaryPrimitives;

namespace SrPlugin.Imaging.Codecs;

/// <summary>
/// Chunks and segments of picture files: what libvips does not tell of them, and EXIF, which it would write in a form of its own.
/// </summary>
internal static class FileParts
{
    /// <summary>The most EXIF that fits into a JPEG segment.</summary>
    public const int MaxJpegExif = 65_533 - 6;

    /// <summary>The most XMP that fits into a JPEG segment.</summary>
    public const int MaxJpegXmp = 65_533 - 29;

    /// <summary>The chunks of a PNG file, as far as they are whole.</summary>
    public static IEnumerable<(string Name, int Start, int Length)> OfPng(byte[] file)
    {
        for (long at = 8; at + 12 <= file.Length;)
        {
            long length = ReadUInt32BigEndian(file.AsSpan((int)at));
            if (at + 12 + length > file.Length)
                yield break;
            yield return (Encoding.Latin1.GetString(file, (int)at + 4, 4), (int)at + 8, (int)length);
            at += 12 + length;
        }
    }

    /// <summary>The segments of a JPEG file before its first scan.</summary>
    public static IEnumerable<(int Marker, int Start, int Length)> OfJpeg(byte[] file)
    {
        for (var at = 2; ;)
        {
            while (at < file.Length && file[at] == 0xFF)
                at++;
            if (at + 3 > file.Length || file[at] == 0xDA)
                yield break;
            var length = ReadUInt16BigEndian(file.AsSpan(at + 1));
            if (length < 2 || at + 1 + length > file.Length)
                yield break;
            yield return (file[at], at + 3, length - 2);
            at += 1 + length;
            while (at < file.Length && file[at] != 0xFF)
                at++;
        }
    }

    /// <summary>Puts EXIF into a file that libvips made, and takes out a resolution that it made up.</summary>
    public static byte[] Complete(byte[] file, Picture picture, PictureFormat format, byte[]? exif)
    {
        var hasDpi = picture.Metadata.Dpi is not null;
        using var stream = new MemoryStream(file.Length + (exif?.Length ?? 0) + 64);
        switch (format)
        {
            case PictureFormat.Jpeg:
                var head = file.AsSpan(6).StartsWith("JFIF\0"u8) ? 4 + ReadUInt16BigEndian(file.AsSpan(4)) : 2;
                if (!hasDpi && head > 2)
                    new byte[] { 0, 0, 1, 0, 1 }.CopyTo(file, 13);
                stream.Write(file.AsSpan(0, head));
                if (exif is not null)
                {
                    var length = exif.Length + 8;
                    stream.Write([0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. "Exif\0\0"u8]);
                    stream.Write(exif);
                }

                stream.Write(file.AsSpan(head));
                return stream.ToArray();
            case PictureFormat.Png:
                stream.Write(file.AsSpan(0, 8));
                Span<byte> number = stackalloc byte[4];
                foreach (var (name, start, length) in OfPng(file))
                {
                    if (name == "pHYs" && !hasDpi)
                        continue;
                    if (name == "IDAT" && exif is not null)
                    {
                        byte[] body = [.. "eXIf"u8, .. exif];
                        WriteInt32BigEndian(number, exif.Length);
                        stream.Write(number);
                        stream.Write(body);
                        WriteUInt32BigEndian(number, Checksum(body));
                        stream.Write(number);
                        exif = null;
                    }

                    stream.Write(file.AsSpan(start - 8, length + 12));
                }

                return stream.ToArray();
            default:
                return exif is null ? file : WithWebPExif(file, picture.Pixels, exif);
        }
    }

    private static byte[] WithWebPExif(byte[] file, PixelBuffer pixels, byte[] exif)
    {
        const byte hasAlpha = 0x10, hasExif = 0x08;
        using var stream = new MemoryStream(file.Length + exif.Length + 64);
        stream.Write(file.AsSpan(0, 12));
        if (!file.AsSpan(12).StartsWith("VP8X"u8))
        {
            var (width, height) = (pixels.Width - 1, pixels.Height - 1);
            stream.Write("VP8X\n\0\0\0"u8);
            stream.Write([pixels.HasAlpha ? hasAlpha : (byte)0, 0, 0, 0]);
            stream.Write([(byte)width, (byte)(width >> 8), 0, (byte)height, (byte)(height >> 8), 0]);
        }

        stream.Write(file.AsSpan(12));
        Span<byte> length = stackalloc byte[4];
        WriteInt32LittleEndian(length, exif.Length);
        stream.Write([.. "EXIF"u8, .. length, .. exif, .. new byte[exif.Length % 2]]);
        var result = stream.ToArray();
        result[20] |= hasExif;
        WriteInt32LittleEndian(result.AsSpan(4), result.Length - 8);
        return result;
    }

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
        }

        return ~crc;
    }
}
