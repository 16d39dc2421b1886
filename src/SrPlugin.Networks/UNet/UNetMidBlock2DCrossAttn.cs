using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.UNet;

/// <summary>Residual block, attention, residual block at the coarsest level; keeps the shape.</summary>
internal sealed class UNetMidBlock2DCrossAttn : Module<Tensor, Tensor, AttentionContext, Tensor>
{
    private readonly ModuleList<Transformer2DModel> attentions;
    private readonly ModuleList<Transformer2DModel>? image_attentions;
    private readonly ModuleList<ResnetBlock2D> resnets;

    public UNetMidBlock2DCrossAttn(long embeddingChannels, UNet2DConditionConfig config, ParameterPlacement placement)
        : base(nameof(UNetMidBlock2DCrossAttn))
    {
        var channels = config.BlockOutChannels[^1];
        attentions = new ModuleList<Transformer2DModel>();
        image_attentions = TransformerPair.ImageList(true, config);
        TransformerPair.Add(attentions, image_attentions, config.BlockOutChannels.Count - 1, config, placement);
        resnets = new ModuleList<ResnetBlock2D>(
            new ResnetBlock2D(channels, channels, embeddingChannels, config, placement),
            new ResnetBlock2D(channels, channels, embeddingChannels, config, placement));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor activatedEmbedding, AttentionContext context)
    {
        using var scope = NewDisposeScope();
        var hidden = resnets[0].call(x, activatedEmbedding);
        hidden = TransformerPair.Run(attentions, image_attentions, 0, hidden, context);
        return hidden.Replace(resnets[1].call(hidden, activatedEmbedding)).MoveToOuterDisposeScope();
    }
}
