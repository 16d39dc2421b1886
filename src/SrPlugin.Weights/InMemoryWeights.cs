using System.Runtime.InteropServices;

namespace SrPlugin.Weights;

/// <summary>Tensors held in memory: what is about to be written, or stands in for a file in a test.</summary>
public sealed class InMemoryWeights : WeightsSource
{
    private readonly OrderedDictionary<string, TensorInfo> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _bytes = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, TensorInfo> Tensors => _tensors;

    /// <summary>Adds a tensor; the bytes (contiguous, row-major, little-endian) are copied.</summary>
    /// <exception cref="ArgumentException">The name is taken, or the bytes do not fit type and shape.</exception>
    public InMemoryWeights Add(string name, TensorElementType elementType, IReadOnlyList<long> shape, ReadOnlySpan<byte> bytes)
    {
        var tensor = new TensorInfo(name, elementType, [.. shape]);
        if (tensor.ByteCount != bytes.Length)
            throw new ArgumentException($"{tensor} takes {tensor.ByteCount} bytes, not {bytes.Length}.", nameof(bytes));
        if (!_tensors.TryAdd(name, tensor))
            throw new ArgumentException($"There is already a tensor '{name}'.", nameof(name));
        _bytes.Add(name, bytes.ToArray());
        return this;
    }

    /// <summary>Adds a float32 tensor; the values (row-major) are copied.</summary>
    /// <exception cref="ArgumentException">The name is taken, or the values do not fit the shape.</exception>
    public InMemoryWeights Add(string name, IReadOnlyList<long> shape, ReadOnlySpan<float> values) =>
        Add(name, TensorElementType.Float32, shape, MemoryMarshal.AsBytes(values));

    /// <inheritdoc/>
    public override void Read(string name, Span<byte> destination)
    {
        Find(name, destination);
        _bytes[name].CopyTo(destination);
    }

    /// <inheritdoc/>
    public override string ToString() => "weights in memory";
}
