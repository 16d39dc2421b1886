using static System.Buffers.Binary.BinaryPrimitives;

namespace SrPlugin.Imaging.Codecs;

/// <summary>Lays a TIFF structure out: header, data of the caller's, directories.</summary>
internal sealed class ExifWriter(bool bigEndian)
{
    private readonly MemoryStream _stream = new();
    private readonly Dictionary<ExifEntry, uint> _placed = new(ReferenceEqualityComparer.Instance);

    /// <summary>Where the next byte goes.</summary>
    public long Position => _stream.Length;

    public static void Swap(Span<byte> values, int size)
    {
        for (var i = 0; size > 1 && i + size <= values.Length; i += size)
            values.Slice(i, size).Reverse();
    }

    /// <summary>The first eight bytes; <see cref="Start"/> completes them.</summary>
    public void Header() => _stream.Write(bigEndian ? "MM\0*\0\0\0\0"u8 : "II*\0\0\0\0\0"u8);

    /// <summary>Names the first directory.</summary>
    public void Start(uint directory)
    {
        _stream.Position = 4;
        _stream.Write(Bytes(directory));
        _stream.Position = _stream.Length;
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

    /// <summary>Puts one entry's value at a place of its own, if that is not behind us.</summary>
    public void Place(ExifEntry entry, uint offset)
    {
        if (offset < _stream.Length || entry.Value.Length <= 4)
            return;
        _stream.Write(new byte[offset - _stream.Length]);
        _stream.Write(Ordered(entry));
        _placed[entry] = offset;
    }

    /// <summary>All directories of a block, the inner ones first; the result is the place of the outermost.</summary>
    public uint Tree(ExifBlock block)
    {
        var main = new SortedDictionary<ushort, ExifEntry>(block.Main);
        var photo = new SortedDictionary<ushort, ExifEntry>(block.Photo);
        if (block.Interop.Count > 0)
            photo[ExifBlock.InteropPointer] = ExifEntry.OfLongs(Directory(block.Interop));
        if (photo.Count > 0)
            main[ExifBlock.PhotoPointer] = ExifEntry.OfLongs(Directory(photo));
        if (block.Gps.Count > 0)
            main[ExifBlock.GpsPointer] = ExifEntry.OfLongs(Directory(block.Gps));
        return Directory(main);
    }

    public byte[] ToArray() => _stream.ToArray();

    private uint Directory(SortedDictionary<ushort, ExifEntry> entries)
    {
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
        if (!bigEndian)
            return entry.Value;
        var value = (byte[])entry.Value.Clone();
        Swap(value, ExifEntry.SwapSizeOf(entry.Type));
        return value;
    }

    private byte[] Bytes(ushort value)
    {
        var bytes = new byte[2];
        if (bigEndian)
            WriteUInt16BigEndian(bytes, value);
        else
            WriteUInt16LittleEndian(bytes, value);
        return bytes;
    }

    private byte[] Bytes(uint value)
    {
        var bytes = new byte[4];
        if (bigEndian)
            WriteUInt32BigEndian(bytes, value);
        else
            WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
