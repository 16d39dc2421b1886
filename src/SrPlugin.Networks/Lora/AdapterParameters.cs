using SrPlugin.Networks.Loading;
using SrPlugin.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Lora;

/// <summary>
/// The adapter's own tensors under the names of the published checkpoint, in its order. Always float32: folding needs it.
/// </summary>
internal sealed class AdapterParameters : IDisposable
{
    /// <summary>Fourier frequencies: fixed, never trained.</summary>
    public const string Frequencies = "w";

    private readonly OrderedDictionary<string, Parameter> _parameters = new(StringComparer.Ordinal);

    /// <summary>Allocates uninitialised parameters.</summary>
    public AdapterParameters(IEnumerable<(string Name, long[] Shape)> shapes, Device device)
    {
        foreach (var (name, shape) in shapes)
            _parameters.Add(name, new Parameter(empty(shape, ScalarType.Float32, device), name != Frequencies));
    }

    /// <summary>Every tensor by name.</summary>
    public IReadOnlyDictionary<string, Parameter> All => _parameters;

    public Parameter this[string name] => _parameters[name];

    /// <summary>Weight and bias of a linear layer.</summary>
    public (Parameter Weight, Parameter Bias) Linear(string prefix) => (_parameters[prefix + "weight"], _parameters[prefix + "bias"]);

    /// <summary>Fills every parameter; the source's shapes are checked already.</summary>
    public void Read(WeightsSource source)
    {
        foreach (var (name, parameter) in _parameters)
            WeightsReader.ReadInto(source, name, parameter);
    }

    /// <summary>
    /// Starting values for training: adapters that change nothing yet (B = 0), standard normal embeddings and frequencies, and torch's
    /// usual uniform distribution for the layers.
    /// </summary>
    public void Initialize(Generator? generator)
    {
        using var _ = no_grad();
        var fanIn = 1.0;
        foreach (var (name, parameter) in _parameters)
        {
            if (parameter.shape.Length > 1)
                fanIn = parameter.shape.Skip(1).Aggregate(1L, (product, size) => product * size);
            if (name.Contains(".lora_B.", StringComparison.Ordinal))
                parameter.zero_();
            else if (name == Frequencies || name.StartsWith("state_embeddings/", StringComparison.Ordinal))
                parameter.normal_(0, 1, generator);
            else // A bias follows its weight and shares its fan-in.
                parameter.uniform_(-1 / Math.Sqrt(fanIn), 1 / Math.Sqrt(fanIn), generator);
        }
    }

    public void Dispose()
    {
        foreach (var parameter in _parameters.Values)
            parameter.Dispose();
    }
}
