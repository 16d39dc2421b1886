namespace SrPlugin.Weights;

/// <summary>
/// A safetensors file: 8 bytes of header length, a JSON header, then the tensors' bytes. The file is memory-mapped;
/// a tensor's bytes are touched only when it is read. The header is checked whole before anything else: every tensor's
/// bytes lie inside the file, match its shape, and neither overlap nor leave gaps.
/// </summary>
public sealed class SafetensorsFile : WeightsSource
{
    private readonly ByteSource _bytes;
    private readonly IReadOnlyDictionary<string, long> _offsets;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file. It stays open until this object is disposed.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="WeightsFormatException">The file is not safetensors, or damaged.</exception>
    public SafetensorsFile(string path)
        : this(MappedBytes.Open(path), ownsBytesOnFailure: true)
    {
    }

    internal SafetensorsFile(ByteSource bytes, bool ownsBytesOnFailure = false)
    {
        try
        {
            var header = SafetensorsHeader.Read(bytes);
            _bytes = bytes;
            Tensors = header.Tensors;
            Metadata = header.Metadata;
            _offsets = header.Offsets;
        }
        catch when (ownsBytesOnFailure)
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, TensorInfo> Tensors { get; }

    /// <summary>The header's <c>__metadata__</c>: free text by key, empty when the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <inheritdoc/>
    public override void Read(string name, Span<byte> destination)
    {
        Find(name, destination);
        _bytes.Read(_offsets[name], destination);
    }

    /// <summary>
    /// Writes every tensor of <paramref name="tensors"/>. The bytes depend only on names, values and metadata, not on
    /// the order given. The file appears whole or not at all: it is written beside <paramref name="path"/> and renamed.
    /// </summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensors">What to write.</param>
    /// <param name="metadata">Free text by key, stored in the header.</param>
    /// <exception cref="ArgumentException">A tensor is called <c>__metadata__</c>.</exception>
    /// <exception cref="WeightsFormatException">A tensor is larger than 2 GiB.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, WeightsSource tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var full = Path.GetFullPath(path);
        var temporary = $"{full}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                Write(stream, tensors, metadata);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _bytes.Name;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _bytes.Dispose();
    }

    private static void Write(Stream stream, WeightsSource tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        // Widest elements first, so that every tensor starts at a multiple of its element size.
        var ordered = tensors.Tensors.Values
            .OrderByDescending(tensor => tensor.ElementType.ByteSize())
            .ThenBy(tensor => tensor.Name, StringComparer.Ordinal)
            .ToArray();
        SafetensorsHeader.Write(stream, ordered, metadata);
        foreach (var tensor in ordered)
            stream.Write(tensors.Read(tensor.Name));
    }
}
