using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tagger;

/// <summary>The wide half of a BERT feed-forward network; [N, L, C] → [N, L, Cinner].</summary>
internal sealed class BertIntermediate : Module<Tensor, Tensor>
{
    private readonly AdaptableLinear dense;

    public BertIntermediate(RAMConfig config, ParameterPlacement placement)
        : base(nameof(BertIntermediate))
    {
        dense = new AdaptableLinear(config.HiddenSize, config.IntermediateSize, true, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => Fresh.Gelu(dense.call(x));
}
