namespace SrPlugin.Weights;

/// <summary>Random access to the bytes of a file, with every read checked against its length.</summary>
internal abstract class ByteSource(string name, long length) : IDisposable
{
    /// <summary>The file's path, for messages.</summary>
    public string Name { get; } = name;

    public long Length { get; } = length;

    public abstract void Dispose();

    /// <exception cref="WeightsFormatException">The range lies outside the file.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        CheckRange(offset, destination.Length);
        if (destination.Length > 0)
            ReadCore(offset, destination);
    }

    /// <summary>A copy of a range whose length is checked against the file before anything is allocated.</summary>
    /// <exception cref="WeightsFormatException">The range lies outside the file.</exception>
    public byte[] Read(long offset, long length)
    {
        CheckRange(offset, length);
        var bytes = new byte[length];
        Read(offset, bytes);
        return bytes;
    }

    public void CheckRange(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > Length || length > Length - offset)
            throw new WeightsFormatException(
                Name, $"truncated or damaged: {length} bytes are wanted at byte {offset}, but the file has {Length}", offset);
    }

    protected abstract void ReadCore(long offset, Span<byte> destination);
}
