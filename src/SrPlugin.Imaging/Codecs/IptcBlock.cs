using static System.Buffers.Binary.BinaryPrimitives;

namespace SrPlugin.Imaging.Codecs;

/// <summary>IPTC records and the Photoshop resource around them.</summary>
internal static class IptcBlock
{
    private const ushort Resource = 0x0404;

    private static ReadOnlySpan<byte> Photoshop => "Photoshop 3.0\0"u8;

    /// <summary>The records alone, of what a file holds; null when there are none.</summary>
    public static byte[]? Extract(ReadOnlySpan<byte> data)
    {
        if (data.StartsWith(Photoshop))
            data = data[Photoshop.Length..];
        if (!data.StartsWith("8BIM"u8))
            return data.Length > 0 && data[0] == 0x1C ? data.ToArray() : null;
        while (data.Length >= 12 && data.StartsWith("8BIM"u8))
        {
            // A name of even length, its length byte included, stands between identifier and size.
            var name = (data[6] + 2) & ~1;
            if (data.Length < 10 + name)
                return null;
            var (start, size) = (10 + name, ReadUInt32BigEndian(data[(6 + name)..]));
            if (size > data.Length - start)
                return null;
            if (ReadUInt16BigEndian(data[4..]) == Resource)
                return data.Slice(start, (int)size).ToArray();
            data = data[Math.Min(data.Length, start + (int)((size + 1) & ~1u))..];
        }

        return null;
    }

    /// <summary>What stands in a JPEG file's APP13 segment.</summary>
    public static byte[] ForJpeg(byte[] records)
    {
        byte[] size = new byte[4];
        WriteInt32BigEndian(size, records.Length);
        return [.. Photoshop, .. "8BIM"u8, Resource >> 8, Resource & 0xFF, 0, 0, .. size, .. records, .. new byte[records.Length % 2]];
    }
}
