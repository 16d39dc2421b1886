using System.Runtime.InteropServices;
using System.Text;
using SrPlugin.Weights;

namespace SrPlugin.Testing;

/// <summary>
/// Float32 weights of any size made by a hash of label and position, so that a network of real size can be run and
/// compared without a file. The rule is the one of the golden file <c>s3diff/real_size.json</c>: SplitMix64 seeded with
/// FNV-1a of <c>PART:KEY</c>, uniform in [-1, 1), scaled by the tensor's role.
/// </summary>
public sealed class HashRuleWeights : WeightsSource
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const float TwoToMinus23 = 1f / (1 << 23);
    private const int ChunkLength = 1 << 18;

    private readonly string _part;
    private readonly OrderedDictionary<string, TensorInfo> _tensors = new(StringComparer.Ordinal);

    /// <summary>Creates the source.</summary>
    /// <param name="part">
    /// <c>unet</c>, <c>vae</c>, <c>text_encoder</c>, <c>lpips</c>, or <c>s3diff</c>; the last takes names as
    /// <see cref="TorchCheckpointFile"/>
    /// gives them (<c>state_dict_unet/conv_in.weight</c>, <c>w</c>).
    /// </param>
    /// <param name="shapes">Name and shape of every tensor.</param>
    public HashRuleWeights(string part, IEnumerable<KeyValuePair<string, IReadOnlyList<long>>> shapes)
    {
        _part = part;
        foreach (var (name, shape) in shapes)
            _tensors.Add(name, new TensorInfo(name, TensorElementType.Float32, [.. shape]));
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, TensorInfo> Tensors => _tensors;

    /// <inheritdoc/>
    public override unsafe void Read(string name, Span<byte> destination)
    {
        var tensor = Find(name, destination);
        var (group, key) = Label(name);
        var seed = Fnv1A($"{group}:{key}");
        var (offset, scale) = Range(group, key, tensor.Shape);
        var values = MemoryMarshal.Cast<byte, float>(destination);
        fixed (float* start = values)
        {
            var (first, length) = ((nint)start, values.Length);
            Parallel.For(0, (length + ChunkLength - 1) / ChunkLength, chunk =>
            {
                var begin = chunk * ChunkLength;
                Fill(
                    new Span<float>((float*)first + begin, Math.Min(ChunkLength, length - begin)), seed + ((ulong)begin * Golden), offset,
                    scale);
            });
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"weights by rule for {_part}";

    private static void Fill(Span<float> values, ulong state, float offset, float scale)
    {
        for (var i = 0; i < values.Length; i++)
        {
            state += Golden;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            z ^= z >> 31;
            values[i] = offset + (((int)(z >> 40) * TwoToMinus23) - 1f) * scale;
        }
    }

    // "state_embeddings/state_dict_unet_block/weight" of the checkpoint is labelled "s3diff.state_dict_unet_block:weight".
    private (string Group, string Key) Label(string name)
    {
        var path = name.Split('/');
        return (path.Length > 1 ? $"{_part}.{path[^2]}" : _part, path[^1]);
    }

    private static ulong Fnv1A(string label)
    {
        var hash = 14695981039346656037;
        foreach (var octet in Encoding.UTF8.GetBytes(label))
            hash = (hash ^ octet) * 1099511628211;
        return hash;
    }

    private static (float Offset, float Scale) Range(string group, string key, IReadOnlyList<long> shape)
    {
        var n = shape.Skip(1).Aggregate(1L, (product, size) => product * size);
        return group switch
        {
            "s3diff" when key == "w" => (0, 1),
            "lpips" when shape.Count > 1 => (0, (float)Math.Sqrt(6.0 / n)),
            _ when group.EndsWith("_block", StringComparison.Ordinal) => (0, 1.7f),
            _ when group.EndsWith("_mlp", StringComparison.Ordinal) => (0, shape.Count > 1 ? (float)Math.Sqrt(6.0 / n) : 0.1f),
            _ when key.Contains("lora_B", StringComparison.Ordinal) => (0, (float)(0.3 * Math.Sqrt(3.0 / n))),
            _ when key.Contains("token_embedding", StringComparison.Ordinal)
                || key.Contains("position_embedding", StringComparison.Ordinal) =>
                (0, 0.05f),
            _ when shape.Count > 1 => (0, (float)Math.Sqrt(3.0 / n)),
            _ when key.EndsWith(".weight", StringComparison.Ordinal) => (1, 0.1f),
            _ => (0, 0.05f),
        };
    }
}
