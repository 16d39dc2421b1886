using static System.Buffers.Binary.BinaryPrimitives;

namespace SrPlugin.Imaging.Codecs;

/// <summary>Lays a TIFF structure out: header, data, chains of directories. Offsets are 32 bits wide.</summary>
internal sealed class TiffWriter
{
    private readonly bool _bigEndian;
    private readonly Stream _stream;
    private readonly Dictionary<ExifEntry, uint> _placed = new(ReferenceEqualityComparer.Instance);

    /// <summary>Begins a structure.</summary>
    /// <param name="bigEndian">The byte order.</param>
    /// <param name="stream">Where it is written, empty; borrowed.</param>
    public TiffWriter(bool bigEndian, Stream stream)
    {
        (_bigEndian, _stream) = (bigEndian, stream);
        _stream.Write(bigEndian ? "MM\0*\0\0\0\0"u8 : "II*\0\0\0\0\0"u8);
    }

    public static void Swap(Span<byte> values, int size)
    {
        for (var i = 0; size > 1 && i + size <= values.Length; i += size)
            values.Slice(i, size).Reverse();
    }

    /// <summary>Appends bytes that directories will point to; the place is even.</summary>
    public uint Append(ReadOnlySpan<byte> data)
    {
        if (_stream.Length % 2 != 0)
            _stream.WriteByte(0);
        var place = checked((uint)_stream.Length);
        _stream.Write(data);
        return place;
    }

    /// <summary>Puts one entry's value at a place of its own, if nothing lies there yet.</summary>
    public void Place(ExifEntry entry, uint offset)
    {
        if (offset < _stream.Length || entry.Value.Length <= 4)
            return;
        _stream.Write(new byte[offset - _stream.Length]);
        _stream.Write(Ordered(entry));
        _placed[entry] = offset;
    }

    /// <summary>Writes a chain of directories, each after the directories inside it, and names the first one in the header.</summary>
    public void Chain(params ReadOnlySpan<TiffDirectory> directories)
    {
        long pointer = 4;
        foreach (var directory in directories)
        {
            var place = Write(directory);
            _stream.Position = pointer;
            _stream.Write(Bytes(place));
            _stream.Position = _stream.Length;
            pointer = _stream.Length - 4;
        }
    }

    private uint Write(TiffDirectory directory)
    {
        var entries = new SortedDictionary<ushort, ExifEntry>(directory);
        foreach (var (pointer, inner) in directory.Inner.Where(pair => pair.Value.Count + pair.Value.Inner.Count > 0))
            entries[pointer] = ExifEntry.OfLongs(Write(inner));
        var fields = new byte[2 + (12 * entries.Count) + 4];
        Bytes((ushort)entries.Count).CopyTo(fields, 0);
        var at = 2;
        foreach (var (tag, entry) in entries)
        {
            Bytes(tag).CopyTo(fields, at);
            Bytes(entry.Type).CopyTo(fields, at + 2);
            Bytes((uint)entry.Count).CopyTo(fields, at + 4);
            if (entry.Value.Length <= 4)
                Ordered(entry).CopyTo(fields, at + 8);
            else
                Bytes(_placed.TryGetValue(entry, out var place) ? place : Append(Ordered(entry))).CopyTo(fields, at + 8);
            at += 12;
        }

        return Append(fields);
    }

    private byte[] Ordered(ExifEntry entry)
    {
        if (!_bigEndian)
            return entry.Value;
        var value = (byte[])entry.Value.Clone();
        Swap(value, ExifEntry.SwapSizeOf(entry.Type));
        return value;
    }

    private byte[] Bytes(ushort value) => BitConverter.GetBytes(_bigEndian ? ReverseEndianness(value) : value);

    private byte[] Bytes(uint value) => BitConverter.GetBytes(_bigEndian ? ReverseEndianness(value) : value);
}
