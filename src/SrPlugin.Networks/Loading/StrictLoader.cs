using SrPlugin.Weights;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Loading;

/// <summary>Fills networks from checkpoints, all keys or nothing.</summary>
public static class StrictLoader
{
    /// <summary>Copies every tensor of <paramref name="source"/> into the parameter of the same name, converting type and device.</summary>
    /// <param name="network">The network to fill.</param>
    /// <param name="source">
    /// Tensors under the network's own names: see <c>MapKey</c> of the networks and <see cref="MappedWeights"/> for older names.
    /// <c>position_ids</c> (an index that old text encoders stored) is passed over.
    /// </param>
    /// <exception cref="WeightsMismatchException">Keys are missing, unexpected or of another shape; the network is unchanged.</exception>
    /// <exception cref="WeightsFormatException">The file is damaged.</exception>
    public static void Load(Module network, WeightsSource source)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(source);
        var targets = network.named_parameters().Select(parameter => (parameter.name, (Tensor)parameter.parameter))
            .Concat(network.named_buffers());
        Load(network.GetName(), targets, source);
    }

    internal static void Load(string name, IEnumerable<(string Name, Tensor Tensor)> targets, WeightsSource source)
    {
        var wanted = targets.ToArray();
        var known = new MappedWeights(source, key => IsPositionIds(key) ? null : key);
        StrictKeys.Check(known, wanted.Select(target => KeyValuePair.Create(target.Name, (IReadOnlyList<long>)target.Tensor.shape)), name);
        foreach (var (key, tensor) in wanted)
            WeightsReader.ReadInto(source, key, tensor);
    }

    private static bool IsPositionIds(string key) => key == "position_ids" || key.EndsWith(".position_ids", StringComparison.Ordinal);
}
