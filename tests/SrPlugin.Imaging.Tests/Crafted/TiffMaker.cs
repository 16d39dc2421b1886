namespace SrPlugin.Imaging.Tests.Crafted;

/// <summary>Writes uncompressed TIFF files of many kinds by the letter of the specification.</summary>
internal sealed class TiffMaker(bool bigEndian)
{
    private readonly SortedDictionary<int, (int Type, long[] Values)> _fields = [];
    private readonly List<byte[]> _blocks = [];

    public TiffMaker Shorts(int tag, params long[] values) => Set(tag, 3, values);

    public TiffMaker Longs(int tag, params long[] values) => Set(tag, 4, values);

    public TiffMaker Block(byte[] data)
    {
        _blocks.Add(data);
        return this;
    }

    /// <summary>Bytes of one sample in the file's order.</summary>
    public byte[] Number(long value, int size)
    {
        var bytes = new byte[size];
        for (var i = 0; i < size; i++)
            bytes[bigEndian ? size - 1 - i : i] = (byte)(value >> (8 * i));
        return bytes;
    }

    public byte[] Make(bool tiled = false)
    {
        using var file = new MemoryStream();
        file.Write(bigEndian ? "MM\0*\0\0\0\0"u8 : "II*\0\0\0\0\0"u8);
        var offsets = new List<long>();
        foreach (var block in _blocks)
        {
            offsets.Add(file.Length);
            file.Write(block);
            if (file.Length % 2 != 0)
                file.WriteByte(0);
        }

        Longs(tiled ? 324 : 273, [.. offsets]);
        Longs(tiled ? 325 : 279, [.. _blocks.Select(b => (long)b.Length)]);
        var places = new Dictionary<int, long>();
        foreach (var (tag, (type, values)) in _fields)
        {
            var size = type == 3 ? 2 : 4;
            if (values.Length * size <= 4)
                continue;
            places[tag] = file.Length;
            foreach (var value in values)
                file.Write(Number(value, size));
        }

        var directory = file.Length;
        file.Write(Number(_fields.Count, 2));
        foreach (var (tag, (type, values)) in _fields)
        {
            var size = type == 3 ? 2 : 4;
            file.Write(Number(tag, 2));
            file.Write(Number(type, 2));
            file.Write(Number(values.Length, 4));
            if (places.TryGetValue(tag, out var place))
            {
                file.Write(Number(place, 4));
                continue;
            }

            byte[] inline = [.. values.SelectMany(v => Number(v, size))];
            file.Write(inline);
            file.Write(new byte[4 - inline.Length]);
        }

        file.Write(new byte[4]);
        file.Position = 4;
        file.Write(Number(directory, 4));
        return file.ToArray();
    }

    private TiffMaker Set(int tag, int type, long[] values)
    {
        _fields[tag] = (type, values);
        return this;
    }
}
