using System.Text;
using static System.Buffers.Binary.BinaryPrimitives;

namespace SrPlugin.Weights.Pickle;

/// <summary>
/// Reads a zip archive's central directory, zip64 included. Checksums are not compared: torch can be told to leave them
/// out, and a manifest's SHA-256 is what guards a file's content.
/// </summary>
internal static class ZipDirectory
{
    private const int EndLength = 22;
    private const int LocatorLength = 20;
    private const int End64Length = 56;
    private const int EntryLength = 46;
    private const long MaxDirectoryBytes = 256 << 20;

    public static Dictionary<string, ZipEntry> Read(ByteSource bytes)
    {
        var (offset, length) = FindDirectory(bytes);
        if (length > MaxDirectoryBytes)
            throw new WeightsFormatException(
                bytes.Name, $"the zip directory claims {length} bytes; at most {MaxDirectoryBytes} are accepted", offset);
        var directory = bytes.Read(offset, length);
        var entries = new Dictionary<string, ZipEntry>(StringComparer.Ordinal);
        for (var at = 0; at < directory.Length;)
        {
            var entry = ReadEntry(bytes.Name, directory.AsSpan(at), offset + at, out var used);
            if (!entries.TryAdd(entry.Name, entry))
                throw new WeightsFormatException(bytes.Name, $"the record '{entry.Name}' occurs twice", offset + at);
            at += used;
        }
        return entries;
    }

    private static (long Offset, long Length) FindDirectory(ByteSource bytes)
    {
        // The end record is the last thing in the file but for a comment of at most 65,535 bytes.
        var tailStart = Math.Max(0, bytes.Length - EndLength - ushort.MaxValue);
        var tail = bytes.Read(tailStart, bytes.Length - tailStart);
        var at = tail.AsSpan(0, Math.Max(0, tail.Length - EndLength + 4)).LastIndexOf("PK\x05\x06"u8);
        if (at < 0)
            throw new WeightsFormatException(bytes.Name, "a zip archive without its directory; was the download complete?", bytes.Length);
        var end = tail.AsSpan(at);
        var (count, length, offset) = (
            ReadUInt16LittleEndian(end[10..]), ReadUInt32LittleEndian(end[12..]), ReadUInt32LittleEndian(end[16..]));
        if (count != ushort.MaxValue && length != uint.MaxValue && offset != uint.MaxValue)
            return (offset, length);

        Span<byte> locator = stackalloc byte[LocatorLength];
        bytes.Read(tailStart + at - LocatorLength, locator);
        if (!locator.StartsWith("PK\x06\x07"u8))
            return (offset, length);
        Span<byte> end64 = stackalloc byte[End64Length];
        var end64Offset = ReadInt64LittleEndian(locator[8..]);
        bytes.Read(end64Offset, end64);
        if (!end64.StartsWith("PK\x06\x06"u8))
            throw new WeightsFormatException(bytes.Name, "the zip64 end record is not where it should be", end64Offset);
        return (ReadInt64LittleEndian(end64[48..]), ReadInt64LittleEndian(end64[40..]));
    }

    private static ZipEntry ReadEntry(string file, ReadOnlySpan<byte> at, long position, out int used)
    {
        if (at.Length < EntryLength || !at.StartsWith("PK\x01\x02"u8))
            throw new WeightsFormatException(file, "an entry of the zip directory is damaged", position);
        int nameLength = ReadUInt16LittleEndian(at[28..]), extraLength = ReadUInt16LittleEndian(at[30..]),
        commentLength = ReadUInt16LittleEndian(at[32..]);
        used = EntryLength + nameLength + extraLength + commentLength;
        if (used > at.Length)
            throw new WeightsFormatException(file, "an entry of the zip directory is truncated", position);
        var encrypted = (ReadUInt16LittleEndian(at[8..]) & 1) != 0;
        var method = ReadUInt16LittleEndian(at[10..]);
        long packed = ReadUInt32LittleEndian(at[20..]), length = ReadUInt32LittleEndian(at[24..]),
        offset = ReadUInt32LittleEndian(at[42..]);
        ReadZip64(at.Slice(EntryLength + nameLength, extraLength), ref length, ref packed, ref offset);
        var name = Encoding.UTF8.GetString(at.Slice(EntryLength, nameLength));
        return new ZipEntry(name, method == 0 && !encrypted && packed == length, offset, length);
    }

    // The extra field with id 1 holds, in this order, those of the three values that do not fit into 32 bits.
    private static void ReadZip64(ReadOnlySpan<byte> extra, ref long length, ref long packed, ref long offset)
    {
        while (extra.Length >= 4)
        {
            int id = ReadUInt16LittleEndian(extra), size = Math.Min(ReadUInt16LittleEndian(extra[2..]), extra.Length - 4);
            var field = extra.Slice(4, size);
            if (id == 1)
            {
                Widen(ref field, ref length);
                Widen(ref field, ref packed);
                Widen(ref field, ref offset);
            }
            extra = extra[(4 + size)..];
        }

        static void Widen(ref ReadOnlySpan<byte> field, ref long value)
        {
            if (value != uint.MaxValue || field.Length < 8)
                return;
            value = ReadInt64LittleEndian(field);
            field = field[8..];
        }
    }
}
