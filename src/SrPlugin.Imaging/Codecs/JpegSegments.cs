using static System.Buffers.Binary.BinaryPrimitives;

namespace SrPlugin.Imaging.Codecs;

/// <summary>What stands in a JPEG file before its first scan; and how to put metadata there.</summary>
internal sealed class JpegSegments
{
    /// <summary>The most a segment holds beside its length.</summary>
    private const int MaxPayload = 65_533;

    /// <summary>The most EXIF that fits into a JPEG file.</summary>
    public const int MaxExif = MaxPayload - 6;

    private static ReadOnlySpan<byte> ProfileName => "ICC_PROFILE\0"u8;

    public int Width { get; private set; }

    public int Height { get; private set; }

    public int Components { get; private set; }

    /// <summary>Whether Adobe's marker is there: its CMYK is stored inverted.</summary>
    public bool HasAdobe { get; private set; }

    public (double X, double Y)? Dpi { get; private set; }

    public byte[]? Exif { get; private set; }

    public byte[]? IccProfile { get; private set; }

    public static JpegSegments Read(ReadOnlySpan<byte> file)
    {
        var result = new JpegSegments();
        var profile = new SortedDictionary<int, byte[]>();
        var parts = 0;
        var at = 2;
        while (true)
        {
            while (at < file.Length && file[at] != 0xFF)
                at++;
            while (at < file.Length && file[at] == 0xFF)
                at++;
            if (at >= file.Length)
                throw Fault("The JPEG file is cut off before its picture begins.");
            int marker = file[at++];
            if (marker is 0x00 or 0x01 or (>= 0xD0 and <= 0xD8))
                continue;
            if (marker == 0xD9)
                throw Fault("The JPEG file ends before its picture begins.");
            if (at + 2 > file.Length || ReadUInt16BigEndian(file[at..]) is var length && (length < 2 || at + length > file.Length))
                throw Fault("The JPEG file is cut off before its picture begins.");
            if (marker == 0xDA)
                break;
            result.Take(marker, file.Slice(at + 2, length - 2), profile, ref parts);
            at += length;
        }

        if (result.Components == 0)
            throw Fault("The JPEG file has no frame header.");
        if (parts > 0 && profile.Count == parts && profile.Keys.First() == 1 && profile.Keys.Last() == parts)
            result.IccProfile = [.. profile.Values.SelectMany(p => p)];
        return result;
    }

    /// <summary>A JPEG file as the encoder made it, with resolution, EXIF and profile put behind its JFIF header.</summary>
    public static byte[] Insert(ReadOnlySpan<byte> jpeg, (double X, double Y)? dpi, byte[]? exif, byte[]? profile)
    {
        using var stream = new MemoryStream(jpeg.Length + (exif?.Length ?? 0) + (profile?.Length ?? 0) + 1024);
        var head = 2;
        if (jpeg.Length > 20 && jpeg[3] == 0xE0 && jpeg[6..].StartsWith("JFIF\0"u8))
            head = 4 + ReadUInt16BigEndian(jpeg[4..]);
        var start = jpeg[..head].ToArray();
        if (head > 2 && dpi is var (x, y))
        {
            start[13] = 1;
            WriteUInt16BigEndian(start.AsSpan(14), (ushort)Math.Clamp(Math.Round(x), 1, ushort.MaxValue));
            WriteUInt16BigEndian(start.AsSpan(16), (ushort)Math.Clamp(Math.Round(y), 1, ushort.MaxValue));
        }

        stream.Write(start);
        if (exif is not null)
            Segment(stream, 0xE1, "Exif\0\0"u8, exif);
        const int chunk = MaxPayload - 14;
        var parts = ((profile?.Length ?? 0) + chunk - 1) / chunk;
        for (var i = 0; i < parts && parts <= 255; i++)
            Segment(stream, 0xE2, [.. ProfileName, (byte)(i + 1), (byte)parts], profile.AsSpan(i * chunk, Math.Min(chunk, profile!.Length - (i * chunk))));
        stream.Write(jpeg[head..]);
        return stream.ToArray();
    }

    private static void Segment(MemoryStream stream, byte marker, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        var length = name.Length + data.Length + 2;
        stream.Write([0xFF, marker, (byte)(length >> 8), (byte)length]);
        stream.Write(name);
        stream.Write(data);
    }

    private static PictureFormatException Fault(string message) => new(message, PictureFormat.Jpeg);

    private void Take(int marker, ReadOnlySpan<byte> data, SortedDictionary<int, byte[]> profile, ref int parts)
    {
        switch (marker)
        {
            case 0xE0 when data.Length >= 12 && data.StartsWith("JFIF\0"u8):
                var perInch = data[7] switch { 1 => 1.0, 2 => 2.54, _ => 0 };
                var (x, y) = (ReadUInt16BigEndian(data[8..]) * perInch, ReadUInt16BigEndian(data[10..]) * perInch);
                Dpi = x > 0 && y > 0 ? (x, y) : null;
                break;
            case 0xE1 when data.StartsWith("Exif\0\0"u8):
                Exif ??= data[6..].ToArray();
                break;
            case 0xE2 when data.Length > 14 && data.StartsWith(ProfileName):
                parts = data[13];
                profile[data[12]] = data[14..].ToArray();
                break;
            case 0xEE when data.StartsWith("Adobe"u8):
                HasAdobe = true;
                break;
            case >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) when Components == 0:
                if (data.Length < 6)
                    throw Fault("The JPEG file's frame header is cut off.");
                if (data[0] != 8)
                    throw Fault($"JPEG files of {data[0]} bits cannot be read, only those of 8.");
                (Height, Width, Components) = (ReadUInt16BigEndian(data[1..]), ReadUInt16BigEndian(data[3..]), data[5]);
                if (Components is not (1 or 3 or 4))
                    throw Fault($"JPEG files of {Components} components cannot be read, only those of 1, 3 or 4.");
                break;
        }
    }
}
