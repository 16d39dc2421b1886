using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.UNet;

/// <summary>Residual block, attention, residual block at the coarsest level; keeps the shape.</summary>
internal sealed class UNetMidBlock2DCrossAttn : Module<Tensor, Tensor, Tensor, Tensor>
{
    private readonly ModuleList<Transformer2DModel> attentions;
    private readonly ModuleList<ResnetBlock2D> resnets;

    public UNetMidBlock2DCrossAttn(long embeddingChannels, UNet2DConditionConfig config, ParameterPlacement placement)
        : base(nameof(UNetMidBlock2DCrossAttn))
    {
        var channels = config.BlockOutChannels[^1];
        attentions = new ModuleList<Transformer2DModel>(
            new Transformer2DModel(channels, config.AttentionHeads[^1], config.TransformerLayersPerBlock[^1], config, placement));
        resnets = new ModuleList<ResnetBlock2D>(
            new ResnetBlock2D(channels, channels, embeddingChannels, config, placement),
            new ResnetBlock2D(channels, channels, embeddingChannels, config, placement));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor activatedEmbedding, Tensor context)
    {
        using var scope = NewDisposeScope();
        var hidden = resnets[0].call(x, activatedEmbedding);
        hidden = hidden.Replace(attentions[0].call(hidden, context));
        return hidden.Replace(resnets[1].call(hidden, activatedEmbedding)).MoveToOuterDisposeScope();
    }
}
