using SrPlugin.Networks.Layers;

namespace SrPlugin.Networks.Lora;

/// <summary>A layer that carries an adapter, and the names of the adapter's tensors in the published checkpoint.</summary>
/// <param name="Name">The layer's name in its network.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Block">Which block embedding modulates the adapter.</param>
/// <param name="Prefix">Prefix of the network in the checkpoint.</param>
/// <param name="AdapterName">The adapter's name in peft.</param>
internal sealed record AdapterTarget(string Name, IAdaptable Layer, int Block, string Prefix, string AdapterName)
{
    /// <summary>Name of A.</summary>
    public string A => $"{Prefix}{Name}.lora_A.{AdapterName}.weight";

    /// <summary>Name of B.</summary>
    public string B => $"{Prefix}{Name}.lora_B.{AdapterName}.weight";

    /// <summary>Names and shapes of A and B: of a convolution, A has its kernel and B is 1×1.</summary>
    public IEnumerable<(string Name, long[] Shape)> Shapes(long rank)
    {
        var weight = Layer.Weight.shape;
        yield return (A, [rank, .. weight[1..]]);
        yield return (B, weight.Length == 4 ? [weight[0], rank, 1, 1] : [weight[0], rank]);
    }
}
