using static System.Buffers.Binary.BinaryPrimitives;

namespace SrPlugin.Imaging.Codecs;

/// <summary>The RIFF chunks around a WebP bit stream: profile and EXIF out of them and into them.</summary>
internal static class WebPContainer
{
    private const byte HasProfile = 0x20;
    private const byte HasAlpha = 0x10;
    private const byte HasExif = 0x08;
    private const byte HasAnimation = 0x02;

    /// <summary>Profile and EXIF, as far as they are there and whole.</summary>
    /// <exception cref="PictureFormatException">The file is an animation.</exception>
    public static (byte[]? Profile, byte[]? Exif) Read(ReadOnlySpan<byte> file)
    {
        byte[]? profile = null;
        byte[]? exif = null;
        foreach (var (name, start, length) in Chunks(file))
        {
            var data = file.Slice(start, length);
            if (name == "VP8X" && length >= 10 && (data[0] & HasAnimation) != 0)
                throw new PictureFormatException("Animated WebP files cannot be read, only single pictures.", PictureFormat.WebP);
            if (name == "ICCP")
                profile = data.ToArray();
            else if (name == "EXIF")
                exif = data.ToArray();
        }

        return (profile, exif);
    }

    /// <summary>A WebP file as the encoder made it, with profile and EXIF around it.</summary>
    public static byte[] Insert(byte[] webp, int width, int height, bool alpha, byte[]? profile, byte[]? exif)
    {
        if (profile is null && exif is null)
            return webp;
        using var stream = new MemoryStream(webp.Length + (profile?.Length ?? 0) + (exif?.Length ?? 0) + 64);
        stream.Write("RIFF\0\0\0\0WEBP"u8);
        var header = new byte[10];
        header[0] = (byte)((profile is null ? 0 : HasProfile) | (alpha ? HasAlpha : 0) | (exif is null ? 0 : HasExif));
        WriteInt32LittleEndian(header.AsSpan(4), width - 1);
        header.AsSpan(7, 3).Clear();
        header[7] = (byte)(height - 1);
        header[8] = (byte)((height - 1) >> 8);
        header[9] = (byte)((height - 1) >> 16);
        Chunk(stream, "VP8X"u8, header);
        if (profile is not null)
            Chunk(stream, "ICCP"u8, profile);
        foreach (var (name, start, length) in Chunks(webp))
        {
            if (name is "ALPH" or "VP8 " or "VP8L")
                Chunk(stream, System.Text.Encoding.ASCII.GetBytes(name), webp.AsSpan(start, length));
        }

        if (exif is not null)
            Chunk(stream, "EXIF"u8, exif);
        var file = stream.ToArray();
        WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        return file;
    }

    private static void Chunk(MemoryStream stream, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        stream.Write(name);
        Span<byte> length = stackalloc byte[4];
        WriteInt32LittleEndian(length, data.Length);
        stream.Write(length);
        stream.Write(data);
        if (data.Length % 2 != 0)
            stream.WriteByte(0);
    }

    private static List<(string Name, int Start, int Length)> Chunks(ReadOnlySpan<byte> file)
    {
        var chunks = new List<(string, int, int)>();
        long at = 12;
        while (at + 8 <= file.Length)
        {
            var length = ReadUInt32LittleEndian(file[((int)at + 4)..]);
            if (at + 8 + length > file.Length)
                break;
            chunks.Add((System.Text.Encoding.Latin1.GetString(file.Slice((int)at, 4)), (int)at + 8, (int)length));
            at += 8 + (long)length + (length % 2);
        }

        return chunks;
    }
}
