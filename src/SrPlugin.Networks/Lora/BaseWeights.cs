using SrPlugin.Networks.Layers;
using SrPlugin.Networks.Loading;
using SrPlugin.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Lora;

/// <summary>
/// Writes the folded weight of each adapted layer, always computed from the base weight as its file holds it: the result depends on
/// the modulation alone, never on what was folded before.
/// </summary>
internal sealed class BaseWeights(WeightsSource? source)
{
    /// <summary>W' = W + scaling · B · Mᵀ · A in float32, written into the layer.</summary>
    /// <param name="name">The layer's name in its network.</param>
    /// <param name="adapter">The adapter of the layer.</param>
    /// <param name="modulation">M [r, r].</param>
    /// <param name="isBase">Whether the layer holds the base weight now.</param>
    public void Fold(string name, LoraAdapter adapter, Tensor modulation, bool isBase)
    {
        using var scope = NewDisposeScope();
        var weight = adapter.Layer.Weight;
        var delta = adapter.WeightDelta(modulation).to(weight.device);
        if (weight.dtype == ScalarType.Float32)
        {
            if (!isBase)
                Restore(name, adapter);
            weight.AddInPlace(delta);
            return;
        }
        // A narrower weight has lost digits of the base: the sum is made in float32 and rounded once.
        using var stored = WeightsReader.Read(Source(name), name + ".weight");
        weight.copy_(delta.AddInPlace(stored.to(ScalarType.Float32, weight.device)));
    }

    /// <summary>Puts the base weight back.</summary>
    public void Restore(string name, LoraAdapter adapter) => WeightsReader.ReadInto(Source(name), name + ".weight", adapter.Layer.Weight);

    private WeightsSource Source(string name) => source ?? throw new InvalidOperationException(
        $"The base weight of {name} cannot be read again, because the adapter was built without the files of its networks. Give them to "
            + $"the constructor.");
}
