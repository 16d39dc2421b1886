using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tagger;

/// <summary>The end of a BERT sublayer: an affine map, the residual, a norm; [N, L, Cin] with [N, L, C] → [N, L, C].</summary>
internal sealed class BertOutput : Module<Tensor, Tensor, Tensor>
{
    private readonly AdaptableLinear dense;
    private readonly LayerNormalization LayerNorm;

    public BertOutput(long inChannels, RAMConfig config, ParameterPlacement placement)
        : base(nameof(BertOutput))
    {
        dense = new AdaptableLinear(inChannels, config.HiddenSize, true, placement);
        LayerNorm = new LayerNormalization(config.HiddenSize, config.LayerNormEps, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden, Tensor residual)
    {
        using var sum = Fresh.Add(dense.call(hidden), residual);
        return LayerNorm.call(sum);
    }
}
