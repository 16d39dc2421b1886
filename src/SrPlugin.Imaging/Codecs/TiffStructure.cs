using static System.Buffers.Binary.BinaryPrimitives;

namespace SrPlugin.Imaging.Codecs;

/// <summary>The directories of a TIFF file (BigTIFF included) or of EXIF, read and written.</summary>
internal sealed class TiffStructure
{
    private const int MaxEntries = 1000;
    private const int MaxValueBytes = 16 << 20;
    private const int MaxPages = 10_000;

    /// <summary>Byte order of the original, kept because maker notes silently rely on it.</summary>
    public bool BigEndian { get; init; }

    /// <summary>The chain of directories: pages of a TIFF file; the second one of EXIF describes a thumbnail.</summary>
    public List<TiffDirectory> Pages { get; } = [];

    /// <summary>Where the maker note lay, whose inner offsets often count from the beginning; 0 when there is none.</summary>
    public uint MakerNoteOffset { get; private set; }

    private bool IsBig { get; init; }

    /// <summary>Reads what is sound and skips what is not; null when the data are no TIFF structure.</summary>
    public static TiffStructure? Parse(ReadOnlySpan<byte> data)
    {
        if (data.Length < 14 || !(data.StartsWith("II"u8) || data.StartsWith("MM"u8)))
            return null;
        var big = data[0] == 'M';
        var version = big ? ReadUInt16BigEndian(data[2..]) : ReadUInt16LittleEndian(data[2..]);
        if (version is not (42 or 43) || (version == 43 && data.Length < 24))
            return null;
        var structure = new TiffStructure { BigEndian = big, IsBig = version == 43 };
        var visited = new HashSet<ulong>();
        for (var next = structure.Word(data[(structure.IsBig ? 8 : 4)..]); next != 0 && structure.Pages.Count < MaxPages;)
        {
            var page = new TiffDirectory();
            next = structure.Read(data, next, page, visited);
            if (page.Count > 0 || page.Inner.Count > 0)
                structure.Pages.Add(page);
        }

        return structure.Pages.Count > 0 ? structure : null;
    }

    /// <summary>EXIF of the first directory. A thumbnail is left out, as it would show the old picture.</summary>
    public byte[] ToArray()
    {
        using var stream = new MemoryStream();
        var writer = new TiffWriter(BigEndian, stream);

        // Back at its old place the maker note's own offsets stay right.
        if (MakerNoteOffset is >= 8 and < 65_536 && Pages[0].Photo.TryGetValue(TiffDirectory.MakerNote, out var note))
            writer.Place(note, MakerNoteOffset);
        writer.Chain(Pages[0]);
        return stream.ToArray();
    }

    /// <summary>Fills one directory.</summary>
    /// <returns>The place of the next one; 0 at the end.</returns>
    private ulong Read(ReadOnlySpan<byte> data, ulong offset, TiffDirectory directory, HashSet<ulong> visited)
    {
        var (countSize, entrySize, inline) = IsBig ? (8, 20, 8) : (2, 12, 4);
        if (offset < 8 || offset + (ulong)countSize > (ulong)data.Length || !visited.Add(offset))
            return 0;
        var count = IsBig ? Word(data[(int)offset..]) : UInt16(data[(int)offset..]);
        long total = 0;
        for (ulong i = 0; i < Math.Min(count, MaxEntries); i++)
        {
            var at = offset + (ulong)countSize + ((ulong)entrySize * i);
            if (at + (ulong)entrySize > (ulong)data.Length)
                return 0;
            var field = data.Slice((int)at, entrySize);
            var (tag, type) = (UInt16(field), UInt16(field[2..]));
            var values = Word(field[4..]);
            var valuePlace = field[(entrySize - inline)..];
            var length = values > int.MaxValue ? 0 : (long)values * ExifEntry.SizeOf(type);
            var place = length <= inline ? at + (ulong)(entrySize - inline) : Word(valuePlace);
            total += length;
            if (length == 0 || place + (ulong)length > (ulong)data.Length || total > MaxValueBytes)
                continue;
            var value = data.Slice((int)place, (int)length).ToArray();
            if (BigEndian)
                TiffWriter.Swap(value, ExifEntry.SwapSizeOf(type));
            var entry = new ExifEntry(type, value);
            if (tag is TiffDirectory.PhotoPointer or TiffDirectory.GpsPointer or TiffDirectory.InteropPointer)
            {
                var inner = new TiffDirectory();
                Read(data, (ulong)(entry.FirstInteger() ?? 0), inner, visited);
                if (inner.Count > 0)
                    directory.Inner[tag] = inner;
                continue;
            }

            directory[tag] = entry;
            if (tag == TiffDirectory.Photometric)
                directory.PhotometricPlace = (int)place;
            if (tag == TiffDirectory.MakerNote)
                MakerNoteOffset = (uint)place;
            for (var sub = 0; tag == TiffDirectory.SubImages && sub < Math.Min(entry.Count, 8); sub++)
            {
                var image = new TiffDirectory();
                Read(data, (ulong)(entry.IntegerAt(sub) ?? 0), image, visited);
                directory.Sub.Add(image);
            }
        }

        var end = offset + (ulong)countSize + ((ulong)entrySize * count);
        return count <= MaxEntries && end + (ulong)inline <= (ulong)data.Length ? Word(data[(int)end..]) : 0;
    }

    private ushort UInt16(ReadOnlySpan<byte> data) => BigEndian ? ReadUInt16BigEndian(data) : ReadUInt16LittleEndian(data);

    private ulong Word(ReadOnlySpan<byte> data) => (IsBig, BigEndian) switch
    {
        (false, false) => ReadUInt32LittleEndian(data),
        (false, true) => ReadUInt32BigEndian(data),
        (true, false) => ReadUInt64LittleEndian(data),
        _ => ReadUInt64BigEndian(data),
    };
}
