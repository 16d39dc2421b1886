using SrPlugin.Networks.Layers;
using SrPlugin.Networks.Loading;
using SrPlugin.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Tagger;

/// <summary>
/// DAPE (SeeSR, Wu et al. 2024): low-rank changes that make RAM see through degradations. Published for a query-key-value layer as one
/// pair of matrices for query and value, A = [A_q; A_v] and B = [B_q; B_v]; the key stays as it is.
/// </summary>
internal sealed class DapeLora
{
    private const long Rank = 8;
    private const double Scaling = 1.0 / Rank;
    private const string A = ".lora_A";
    private const string B = ".lora_B";

    private readonly WeightsSource _source;
    private readonly IReadOnlyList<(string Name, AdaptableLinear Layer)> _layers;

    private DapeLora(WeightsSource source, IReadOnlyList<(string, AdaptableLinear)> layers) => (_source, _layers) = (source, layers);

    /// <summary>Checks that the source holds exactly the matrices of this network.</summary>
    /// <exception cref="WeightsMismatchException">Keys are missing, unexpected or of another shape.</exception>
    public static DapeLora Open(RAM network, WeightsSource source)
    {
        var layers = LayersOf(network);
        // The caption model is not run. Its query and key weights are the decoder's own in upstream, which would add its matrices to
        // them; training leaves those zero.
        var known = new MappedWeights(source, key =>
            key.StartsWith("tag_encoder.", StringComparison.Ordinal) || key.StartsWith("text_decoder.", StringComparison.Ordinal)
                ? null
                : key);
        StrictKeys.Check(known, Shapes(layers), "DAPE");
        return new DapeLora(known, layers);
    }

    /// <summary>Name and shape of every matrix.</summary>
    public static IEnumerable<KeyValuePair<string, IReadOnlyList<long>>> Shapes(RAM network) => Shapes(LayersOf(network));

    /// <summary>Adds the changes to the network's weights, as upstream does for inference.</summary>
    public void Merge()
    {
        using var grad = no_grad();
        foreach (var (name, layer) in _layers)
        {
            using var scope = NewDisposeScope();
            var a = WeightsReader.Read(_source, name + A).to(ScalarType.Float32, layer.Weight.device);
            var b = WeightsReader.Read(_source, name + B).to(ScalarType.Float32, layer.Weight.device);
            var groups = a.shape[0] / Rank;
            var channels = b.shape[0] / groups;
            for (var group = 0; group < groups; group++)
            {
                // Of the three row groups of a query-key-value weight, A and B hold the first and the last.
                var rows = layer.Weight.narrow(0, 2 * group * channels, channels);
                var delta = b.narrow(0, group * channels, channels).mm(a.narrow(0, group * Rank, Rank)).MultiplyInPlace(Scaling);
                rows.copy_(delta.AddInPlace(rows.to(ScalarType.Float32)));
            }
        }
    }

    private static IReadOnlyList<(string Name, AdaptableLinear Layer)> LayersOf(RAM network) =>
    [
        .. network.named_modules()
            .Where(child => child.name.EndsWith(".attn.qkv", StringComparison.Ordinal) ||
                            child.name.EndsWith(".self.query", StringComparison.Ordinal)
                                || child.name.EndsWith(".self.key", StringComparison.Ordinal))
            .Select(child => (child.name, (AdaptableLinear)child.module)),
    ];

    private static IEnumerable<KeyValuePair<string, IReadOnlyList<long>>> Shapes(IEnumerable<(string Name, AdaptableLinear Layer)> layers)
    {
        foreach (var (name, layer) in layers)
        {
            var (output, input) = (layer.Weight.shape[0], layer.Weight.shape[1]);
            var isJoint = name.EndsWith(".qkv", StringComparison.Ordinal);
            yield return new(name + A, [isJoint ? 2 * Rank : Rank, input]);
            yield return new(name + B, [isJoint ? output / 3 * 2 : output, Rank]);
        }
    }
}
