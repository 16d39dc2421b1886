using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tagger;

/// <summary>A layer of the tag decoder: tags look at the picture, not at each other. Keeps [N, tags, C].</summary>
internal sealed class BertLayer : Module<Tensor, Tensor, Tensor>
{
    private readonly BertAttention crossattention;
    private readonly BertIntermediate intermediate;
    private readonly BertOutput output;

    public BertLayer(RAMConfig config, ParameterPlacement placement)
        : base(nameof(BertLayer))
    {
        crossattention = new BertAttention(config, placement);
        intermediate = new BertIntermediate(config, placement);
        output = new BertOutput(config.IntermediateSize, config, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tags, Tensor imageTokens)
    {
        using var attended = crossattention.call(tags, imageTokens);
        using var wide = intermediate.call(attended);
        return output.call(wide, attended);
    }
}
