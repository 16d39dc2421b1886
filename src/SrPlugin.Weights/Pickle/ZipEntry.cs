using System.Buffers.Binary;

namespace SrPlugin.Weights.Pickle;

/// <summary>A record of a zip archive, as its central directory describes it.</summary>
internal sealed record ZipEntry(string Name, bool IsStored, long HeaderOffset, long Length)
{
    private const int LocalHeaderLength = 30;

    /// <summary>Where the record's bytes start; that they lie inside the file is checked.</summary>
    public long FindData(ByteSource bytes)
    {
        if (!IsStored)
            throw new WeightsFormatException(
                bytes.Name, $"record '{Name}' is compressed or encrypted, which torch.save never does", HeaderOffset);
        Span<byte> header = stackalloc byte[LocalHeaderLength];
        bytes.Read(HeaderOffset, header);
        if (!header.StartsWith("PK\x03\x04"u8))
            throw new WeightsFormatException(bytes.Name, $"record '{Name}' does not start with a zip header", HeaderOffset);
        var start = HeaderOffset + LocalHeaderLength + BinaryPrimitives.ReadUInt16LittleEndian(header[26..])
            + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        bytes.CheckRange(start, Length);
        return start;
    }
}
