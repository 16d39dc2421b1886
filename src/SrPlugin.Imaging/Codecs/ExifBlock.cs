using static System.Buffers.Binary.BinaryPrimitives;

namespace SrPlugin.Imaging.Codecs;

/// <summary>
/// EXIF taken apart into its directories, and put together again. Of the first directory only fields that describe the
/// picture are taken (not how its data lie); the thumbnail's directory is left behind, as it would show the old picture.
/// </summary>
internal sealed class ExifBlock
{
    public const ushort ImageDescription = 0x010E;
    public const ushort Orientation = 0x0112;
    public const ushort XResolution = 0x011A;
    public const ushort YResolution = 0x011B;
    public const ushort ResolutionUnit = 0x0128;
    public const ushort Software = 0x0131;
    public const ushort Artist = 0x013B;
    public const ushort Copyright = 0x8298;
    public const ushort PhotoPointer = 0x8769;
    public const ushort GpsPointer = 0x8825;
    public const ushort MakerNote = 0x927C;
    public const ushort UserComment = 0x9286;
    public const ushort PixelXDimension = 0xA002;
    public const ushort PixelYDimension = 0xA003;
    public const ushort InteropPointer = 0xA005;

    private const int MaxEntries = 1000;
    private const int MaxValueBytes = 4 << 20;

    // Document name, description, maker, model, orientation, resolution, software, date, artist, host, rating, copyright, XP texts.
    private static readonly HashSet<ushort> _descriptive =
    [
        0x010D, ImageDescription, 0x010F, 0x0110, Orientation, XResolution, YResolution, ResolutionUnit, Software, 0x0132, Artist,
        0x013C, 0x4746, 0x4749, Copyright, 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F,
    ];

    /// <summary>IFD0.</summary>
    public SortedDictionary<ushort, ExifEntry> Main { get; } = [];

    /// <summary>The EXIF directory proper.</summary>
    public SortedDictionary<ushort, ExifEntry> Photo { get; } = [];

    /// <summary>Where the picture was taken.</summary>
    public SortedDictionary<ushort, ExifEntry> Gps { get; } = [];

    /// <summary>Interoperability.</summary>
    public SortedDictionary<ushort, ExifEntry> Interop { get; } = [];

    /// <summary>Byte order of the original, kept because maker notes silently rely on it.</summary>
    public bool BigEndian { get; set; }

    /// <summary>Where the maker note lay, whose inner offsets often count from the block's beginning; 0 when there is none.</summary>
    public uint MakerNoteOffset { get; private set; }

    public bool IsEmpty => Main.Count == 0 && Photo.Count == 0 && Gps.Count == 0 && Interop.Count == 0;

    /// <summary>Reads what is sound in a TIFF structure and skips what is not; null when it is none at all.</summary>
    public static ExifBlock? Parse(ReadOnlySpan<byte> data)
    {
        if (data.Length < 14 || !(data.StartsWith("II*\0"u8) || data.StartsWith("MM\0*"u8)))
            return null;
        var block = new ExifBlock { BigEndian = data[0] == 'M' };
        var pointers = block.ReadDirectory(data, block.UInt32(data[4..]), block.Main, _descriptive);
        if (pointers.TryGetValue(PhotoPointer, out var photo))
        {
            var inner = block.ReadDirectory(data, photo, block.Photo, null);
            if (inner.TryGetValue(InteropPointer, out var interop))
                block.ReadDirectory(data, interop, block.Interop, null);
        }

        if (pointers.TryGetValue(GpsPointer, out var gps))
            block.ReadDirectory(data, gps, block.Gps, null);
        return block.IsEmpty ? null : block;
    }

    /// <summary>The block as bytes.</summary>
    public byte[] ToArray()
    {
        var writer = new ExifWriter(BigEndian);
        writer.Header();
        // Back at its old place the maker note's own offsets stay right.
        if (MakerNoteOffset is >= 8 and < 65_536 && Photo.TryGetValue(MakerNote, out var note))
            writer.Place(note, MakerNoteOffset);
        writer.Start(writer.Tree(this));
        return writer.ToArray();
    }

    /// <summary>Fills one directory; the pointers to others are returned, not kept.</summary>
    private Dictionary<ushort, uint> ReadDirectory(
        ReadOnlySpan<byte> data, uint offset, SortedDictionary<ushort, ExifEntry> entries, HashSet<ushort>? allowed)
    {
        var pointers = new Dictionary<ushort, uint>();
        if (offset < 8 || offset + 2L > data.Length)
            return pointers;
        var count = Math.Min((int)UInt16(data[(int)offset..]), MaxEntries);
        long total = 0;
        for (var i = 0; i < count; i++)
        {
            var at = offset + 2L + (12L * i);
            if (at + 12 > data.Length)
                break;
            var field = data.Slice((int)at, 12);
            var (tag, type) = (UInt16(field), UInt16(field[2..]));
            var length = UInt32(field[4..]) * (long)ExifEntry.SizeOf(type);
            if (tag is PhotoPointer or GpsPointer or InteropPointer)
            {
                pointers[tag] = UInt32(field[8..]);
                continue;
            }

            var place = length <= 4 ? at + 8 : UInt32(field[8..]);
            total += length;
            if (length == 0 || place + length > data.Length || total > MaxValueBytes || (allowed is not null && !allowed.Contains(tag)))
                continue;
            if (tag == MakerNote && ReferenceEquals(entries, Photo))
                MakerNoteOffset = (uint)place;
            var value = data.Slice((int)place, (int)length).ToArray();
            if (BigEndian)
                ExifWriter.Swap(value, ExifEntry.SwapSizeOf(type));
            entries[tag] = new ExifEntry(type, value);
        }

        return pointers;
    }

    private ushort UInt16(ReadOnlySpan<byte> data) => BigEndian ? ReadUInt16BigEndian(data) : ReadUInt16LittleEndian(data);

    private uint UInt32(ReadOnlySpan<byte> data) => BigEndian ? ReadUInt32BigEndian(data) : ReadUInt32LittleEndian(data);
}
