using System.Numerics;
using static System.Buffers.Binary.BinaryPrimitives;

namespace SrPlugin.Imaging.Codecs;

/// <summary>What the headers, masks and palette of a BMP file say, and how to read a row by it.</summary>
internal sealed class BmpHeader
{
    private const int BitFields = 3;
    private const int AlphaBitFields = 6;

    private readonly uint[] _masks = new uint[4];
    private byte[] _palette = [];

    private BmpHeader()
    {
    }

    public int Width { get; private init; }

    public int Height { get; private init; }

    public bool TopDown { get; private init; }

    public int BitsPerPixel { get; private init; }

    public long PixelOffset { get; private init; }

    public (int X, int Y) DotsPerMetre { get; private init; }

    /// <summary>1 for a grey palette, 3, or 4 where a mask names alpha bits.</summary>
    public int Channels { get; private set; } = 3;

    public static BmpHeader Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 26)
            throw Fault("The BMP file is cut off within its header.");
        var size = ReadUInt32LittleEndian(file[14..]);
        if (size != 12 && size is < 40 or > 1024)
            throw Fault($"A BMP header of {size} bytes is unknown.");
        if (file.Length < 14 + size)
            throw Fault("The BMP file is cut off within its header.");

        var info = file.Slice(14, (int)size);
        var old = size == 12;
        long height = old ? ReadUInt16LittleEndian(info[6..]) : ReadInt32LittleEndian(info[8..]);
        int width = old ? ReadUInt16LittleEndian(info[4..]) : ReadInt32LittleEndian(info[4..]);
        var bits = ReadUInt16LittleEndian(info[(old ? 10 : 14)..]);
        var compression = old ? 0 : ReadUInt32LittleEndian(info[16..]);
        if (!PictureLimits.Allows(width, Math.Abs(height), 1))
            throw Fault($"The BMP file claims {width}×{Math.Abs(height)} pixels; at most {PictureLimits.MaxSide} a side can be read.");
        var plain = compression == 0 && bits is 1 or 4 or 8 or 16 or 24 or 32;
        if (!(compression == 0 && plain) && !(compression is BitFields or AlphaBitFields && bits is 16 or 32))
            throw Fault($"A BMP file of {bits} bits with compression {compression} cannot be read.");

        var header = new BmpHeader
        {
            Width = width,
            Height = (int)Math.Abs(height),
            TopDown = height < 0,
            BitsPerPixel = bits,
            PixelOffset = ReadUInt32LittleEndian(file[10..]),
            DotsPerMetre = old ? default : (ReadInt32LittleEndian(info[24..]), ReadInt32LittleEndian(info[28..])),
        };
        if (header.PixelOffset < 14 + size)
            throw Fault("The BMP file's pixels begin within its header.");
        if (bits <= 8)
            header.ReadPalette(file, (int)size, old ? 3 : 4, old ? 0 : ReadUInt32LittleEndian(info[32..]));
        else
            header.ReadMasks(file, info, compression);
        return header;
    }

    public void ReadPaletteRow(ReadOnlySpan<byte> from, Span<byte> to)
    {
        for (var x = 0; x < Width; x++)
        {
            var bit = x * BitsPerPixel;
            var index = (from[bit / 8] >> (8 - BitsPerPixel - (bit % 8))) & ((1 << BitsPerPixel) - 1);
            _palette.AsSpan(index * Channels, Channels).CopyTo(to[(x * Channels)..]);
        }
    }

    public void ReadColorRow(ReadOnlySpan<byte> from, Span<byte> to)
    {
        if (BitsPerPixel == 24)
        {
            for (var i = 0; i < 3 * Width; i += 3)
                (to[i], to[i + 1], to[i + 2]) = (from[i + 2], from[i + 1], from[i]);
            return;
        }

        for (var x = 0; x < Width; x++)
        {
            var value = BitsPerPixel == 16 ? ReadUInt16LittleEndian(from[(2 * x)..]) : ReadUInt32LittleEndian(from[(4 * x)..]);
            for (var c = 0; c < Channels; c++)
                to[(x * Channels) + c] = Scale(value, _masks[c]);
        }
    }

    private static byte Scale(uint value, uint mask)
    {
        if (mask == 0)
            return 0;
        var shift = BitOperations.TrailingZeroCount(mask);
        ulong max = mask >> shift;
        return (byte)(((((ulong)(value & mask) >> shift) * 255) + (max / 2)) / max);
    }

    private void ReadPalette(ReadOnlySpan<byte> file, int headerSize, int entrySize, uint used)
    {
        var capacity = 1 << BitsPerPixel;
        var count = (int)Math.Min(used == 0 ? capacity : used, capacity);
        var entries = file[(14 + headerSize)..];
        if (entries.Length < count * entrySize || 14 + headerSize + (count * entrySize) > PixelOffset)
            throw Fault("The BMP file's palette is cut off.");

        // Indices beyond the palette are black.
        var grey = true;
        var colors = new byte[3 * 256];
        for (var i = 0; i < count; i++)
        {
            var entry = entries[(i * entrySize)..];
            (colors[3 * i], colors[(3 * i) + 1], colors[(3 * i) + 2]) = (entry[2], entry[1], entry[0]);
            grey &= entry[0] == entry[1] && entry[1] == entry[2];
        }

        Channels = grey ? 1 : 3;
        _palette = grey ? [.. Enumerable.Range(0, 256).Select(i => colors[3 * i])] : colors;
    }

    private void ReadMasks(ReadOnlySpan<byte> file, ReadOnlySpan<byte> info, uint compression)
    {
        uint[] usual = BitsPerPixel == 16 ? [0x7C00, 0x03E0, 0x001F, 0] : [0x00FF0000, 0x0000FF00, 0x000000FF, 0];
        usual.CopyTo(_masks, 0);
        if (compression == 0)
            return;
        var count = compression == AlphaBitFields || info.Length >= 56 ? 4 : 3;
        var masks = file[54..];
        if (masks.Length < 4 * count)
            throw Fault("The BMP file's masks are cut off.");
        for (var c = 0; c < count; c++)
        {
            _masks[c] = ReadUInt32LittleEndian(masks[(4 * c)..]);
            var bits = _masks[c] >> BitOperations.TrailingZeroCount(_masks[c]);
            if (_masks[c] != 0 && (bits & (bits + 1)) != 0)
                throw Fault($"The BMP file's mask {_masks[c]:X8} has gaps.");
        }

        Channels = _masks[3] != 0 ? 4 : 3;
    }

    private static PictureFormatException Fault(string message) => new(message, PictureFormat.Bmp);
}
