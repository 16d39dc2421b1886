namespace SrPlugin.Weights;

/// <summary>A file's content held in memory.</summary>
internal sealed class MemoryBytes(string name, ReadOnlyMemory<byte> content) : ByteSource(name, content.Length)
{
    public override void Dispose()
    {
    }

    protected override void ReadCore(long offset, Span<byte> destination) =>
        content.Span.Slice((int)offset, destination.Length).CopyTo(destination);
}
