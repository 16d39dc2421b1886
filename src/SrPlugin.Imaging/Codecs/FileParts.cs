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
    /// <param name="file">The file, from its beginning.</param>
    /// <param name="target">Where the file with EXIF is written.</param>
    /// <param name="picture">The picture in it.</param>
    /// <param name="format">PNG, JPEG or WebP.</param>
    /// <param name="exif">The EXIF; null for none.</param>
    public static void Complete(Stream file, Stream target, PictureContent picture, PictureFormat format, byte[]? exif)
    {
        switch (format)
        {
            case PictureFormat.Jpeg:
                CompleteJpeg(file, target, picture.Metadata.Dpi is not null, exif);
                break;
            case PictureFormat.Png:
                CompletePng(file, target, picture.Metadata.Dpi is not null, exif);
                break;
            case var _ when exif is null:
                file.CopyTo(target);
                break;
            default:
                var whole = new byte[file.Length];
                file.ReadExactly(whole);
                target.Write(WithWebPExif(whole, picture, exif));
                break;
        }
    }

    private static void CompleteJpeg(Stream file, Stream target, bool hasDpi, byte[]? exif)
    {
        // SOI, and JFIF's segment where there is one.
        Span<byte> head = stackalloc byte[20];
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var end = head[6..].StartsWith("JFIF\0"u8) ? 4 + ReadUInt16BigEndian(head[4..]) : 2;
        if (!hasDpi && end > 2)
            new byte[] { 0, 0, 1, 0, 1 }.CopyTo(head[13..]);
        target.Write(head[..Math.Min(end, length)]);
        if (exif is not null)
        {
            var size = exif.Length + 8;
            target.Write([0xFF, 0xE1, (byte)(size >> 8), (byte)size, .. "Exif\0\0"u8]);
            target.Write(exif);
        }

        target.Write(head[Math.Min(end, length)..length]);
        file.CopyTo(target);
    }

    private static void CompletePng(Stream file, Stream target, bool hasDpi, byte[]? exif)
    {
        Span<byte> start = stackalloc byte[8], number = stackalloc byte[4];
        file.ReadExactly(start);
        target.Write(start);
        for (var isDone = false; !isDone;)
        {
            file.ReadExactly(start);
            var name = Encoding.Latin1.GetString(start[4..]);
            var rest = new byte[ReadInt32BigEndian(start) + 4];
            file.ReadExactly(rest);
            isDone = name == "IEND";
            if (name == "pHYs" && !hasDpi)
                continue;
            if (name == "IDAT" && exif is not null)
            {
                byte[] body = [.. "eXIf"u8, .. exif];
                WriteInt32BigEndian(number, exif.Length);
                target.Write(number);
                target.Write(body);
                WriteUInt32BigEndian(number, Checksum(body));
                target.Write(number);
                exif = null;
            }

            target.Write(start);
            target.Write(rest);
        }
    }

    private static byte[] WithWebPExif(byte[] file, PictureContent picture, byte[] exif)
    {
        const byte hasAlpha = 0x10, hasExif = 0x08;
        using var stream = new MemoryStream(file.Length + exif.Length + 64);
        stream.Write(file.AsSpan(0, 12));
        if (!file.AsSpan(12).StartsWith("VP8X"u8))
        {
            var (width, height) = (picture.Pixels.Width - 1, picture.Pixels.Height - 1);
            stream.Write("VP8X\n\0\0\0"u8);
            stream.Write([picture.HasAlpha ? hasAlpha : (byte)0, 0, 0, 0]);
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
