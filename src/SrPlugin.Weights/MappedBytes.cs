using System.IO.MemoryMappedFiles;

namespace SrPlugin.Weights;

/// <summary>
/// A memory-mapped file: only the pages that are read ever enter memory. As with every mapping, a program that shortens
/// the file meanwhile ends this process; whoever updates a file should write another one and rename it.
/// </summary>
internal sealed class MappedBytes : ByteSource
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;

    private MappedBytes(string path, long length, MemoryMappedFile? file, MemoryMappedViewAccessor? view)
        : base(path, length)
    {
        _file = file;
        _view = view;
    }

    public static MappedBytes Open(string path)
    {
        // Others may read, rename or delete the file meanwhile, but not write into it.
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1);
        var length = stream.Length;
        if (length == 0)
        {
            stream.Dispose();
            return new MappedBytes(path, 0, null, null);
        }
        var file = MemoryMappedFile.CreateFromFile(
            stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        try
        {
            return new MappedBytes(path, length, file, file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public override void Dispose()
    {
        _view?.Dispose();
        _file?.Dispose();
    }

    protected override unsafe void ReadCore(long offset, Span<byte> destination)
    {
        // Acquiring counts a reference, so a concurrent Dispose unmaps only after this copy (and a later read throws).
        var handle = _view!.SafeMemoryMappedViewHandle;
        byte* start = null;
        handle.AcquirePointer(ref start);
        try
        {
            new ReadOnlySpan<byte>(start + _view.PointerOffset + offset, destination.Length).CopyTo(destination);
        }
        finally
        {
            handle.ReleasePointer();
        }
    }
}
