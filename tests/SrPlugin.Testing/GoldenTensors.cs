using SrPlugin.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Testing;

/// <summary>The tensors of one golden file. Each is read once, lives outside dispose scopes and dies with this object.</summary>
public sealed class GoldenTensors : IDisposable
{
    private readonly WeightsSource _source;
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    /// <param name="relative">The file, relative to <see cref="GoldenFolder.Root"/>.</param>
    public GoldenTensors(string relative) => _source = GoldenFolder.OpenWeights(relative);

    /// <summary>Names of all tensors.</summary>
    public IEnumerable<string> Names => _source.Tensors.Keys;

    /// <summary>A tensor on the CPU in its stored type; owned by this object.</summary>
    public Tensor this[string name]
    {
        get
        {
            if (_tensors.TryGetValue(name, out var known))
                return known;
            var info = _source.Tensors[name];
            var type = info.ElementType switch
            {
                TensorElementType.Float32 => ScalarType.Float32,
                TensorElementType.Float64 => ScalarType.Float64,
                TensorElementType.Float16 => ScalarType.Float16,
                TensorElementType.BFloat16 => ScalarType.BFloat16,
                TensorElementType.Int64 => ScalarType.Int64,
                TensorElementType.Int32 => ScalarType.Int32,
                TensorElementType.UInt8 => ScalarType.Byte,
                _ => throw new NotSupportedException($"Golden tensor {info} has a type the tests do not read."),
            };
            var tensor = empty([.. info.Shape], type, CPU).DetachFromDisposeScope();
            _source.Read(name, tensor.bytes);
            return _tensors[name] = tensor;
        }
    }

    /// <summary>Whether the file holds a tensor.</summary>
    public bool Has(string name) => _source.Tensors.ContainsKey(name);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
            tensor.Dispose();
        _source.Dispose();
    }
}
