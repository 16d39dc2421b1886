using System.IO.Compression;
using static System.Buffers.Binary.BinaryPrimitives;

namespace SrPlugin.Imaging.Tests.Crafted;

/// <summary>
/// Writes PNG files of every kind by the letter of the specification, so that reading is not checked against our own writer.
/// </summary>
internal static class PngMaker
{
    private static readonly (int X, int Y, int StepX, int StepY)[] _adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <param name="sample">The stored value of (x, y, channel), of <paramref name="depth"/> bits.</param>
    public static byte[] Make(
        int width, int height, int colorType, int depth, Func<int, int, int, int> sample, bool interlaced = false, byte[]? palette = null,
        byte[]? transparency = null)
    {
        var channels = colorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        using var rows = new MemoryStream();
        foreach (var (startX, startY, stepX, stepY) in interlaced ? _adam7 : [(0, 0, 1, 1)])
        {
            for (var y = startY; y < height && startX < width; y += stepY)
            {
                rows.WriteByte(0);
                int bits = 0, count = 0;
                for (var x = startX; x < width; x += stepX)
                {
                    for (var c = 0; c < channels; c++)
                    {
                        bits = (bits << depth) | sample(x, y, c);
                        for (count += depth; count >= 8; count -= 8)
                            rows.WriteByte((byte)(bits >> (count - 8)));
                    }
                }

                if (count > 0)
                    rows.WriteByte((byte)(bits << (8 - count)));
            }
        }

        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]);
        var header = new byte[13];
        WriteInt32BigEndian(header, width);
        WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colorType, (byte)(interlaced ? 1 : 0));
        Chunk(file, "IHDR"u8, header);
        if (palette is not null)
            Chunk(file, "PLTE"u8, palette);
        if (transparency is not null)
            Chunk(file, "tRNS"u8, transparency);
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(rows.ToArray());
        Chunk(file, "IDAT"u8, packed.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>Makes the checksums right again, as far as the chunks can be followed.</summary>
    public static void FixChecksums(byte[] file)
    {
        long at = 8;
        while (at + 12 <= file.Length)
        {
            long length = ReadUInt32BigEndian(file.AsSpan((int)at));
            if (at + 12 + length > file.Length)
                return;
            WriteUInt32BigEndian(file.AsSpan((int)(at + 8 + length)), Checksum(file.AsSpan((int)at + 4, (int)length + 4)));
            at += 12 + length;
        }
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] body = [.. name, .. data];
        file.Write(body);
        WriteUInt32BigEndian(number, Checksum(body));
        file.Write(number);
    }

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
        }

        return ~crc;
    }
}
