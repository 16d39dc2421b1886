using System.Buffers.Binary;

namespace SrPlugin.Weights.Store;

/// <summary>Another source's tensors on their way to a safetensors file, float32 as bfloat16 where that is wanted.</summary>
internal sealed class ConvertedWeights : WeightsSource
{
    private readonly WeightsSource _source;
    private readonly Action<long> _progress;
    private readonly OrderedDictionary<string, TensorInfo> _tensors = new(StringComparer.Ordinal);
    private long _done;

    /// <param name="source">The source; borrowed.</param>
    /// <param name="halves">Whether float32 becomes bfloat16.</param>
    /// <param name="progress">Receives the bytes read so far.</param>
    public ConvertedWeights(WeightsSource source, bool halves, Action<long> progress)
    {
        (_source, _progress) = (source, progress);
        foreach ((string name, TensorInfo tensor) in source.Tensors)
            _tensors.Add(
                name,
                halves && tensor.ElementType == TensorElementType.Float32
                    ? tensor with { ElementType = TensorElementType.BFloat16 }
                    : tensor);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, TensorInfo> Tensors => _tensors;

    /// <inheritdoc/>
    public override void Read(string name, Span<byte> destination)
    {
        TensorInfo wanted = Find(name, destination);
        if (_source.Tensors[name].ElementType == wanted.ElementType)
        {
            _source.Read(name, destination);
        }
        else
        {
            byte[] floats = _source.Read(name);
            for (int i = 0; i < floats.Length / sizeof(float); i++)
                BinaryPrimitives.WriteUInt16LittleEndian(
                    destination[(2 * i)..], Round(BinaryPrimitives.ReadUInt32LittleEndian(floats.AsSpan(4 * i))));
        }

        _progress(_done += _source.Tensors[name].ByteCount);
    }

    /// <inheritdoc/>
    public override string ToString() => _source.ToString()!;

    // To the nearest, ties to even; a NaN stays one.
    internal static ushort Round(uint bits) =>
        (bits & 0x7FFFFFFF) > 0x7F800000 ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
}
