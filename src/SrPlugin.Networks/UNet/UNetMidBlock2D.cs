using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.UNet;

/// <summary>
/// The coarsest level's middle, which keeps the shape. UNetMidBlock2DCrossAttn of diffusers: residual block, attention, residual block;
/// or UNetMidBlock2D as its UNet builds it: one residual block.
/// </summary>
internal sealed class UNetMidBlock2D : Module<Tensor, Tensor, AttentionContext, Tensor>
{
    private readonly ModuleList<Transformer2DModel>? attentions;
    private readonly ModuleList<Transformer2DModel>? image_attentions;
    private readonly ModuleList<ResnetBlock2D> resnets;

    public UNetMidBlock2D(long embeddingChannels, UNet2DConditionConfig config, ParameterPlacement placement)
        : base(nameof(UNetMidBlock2D))
    {
        var channels = config.BlockOutChannels[^1];
        resnets = new ModuleList<ResnetBlock2D>(new ResnetBlock2D(channels, channels, embeddingChannels, config, placement));
        if (config.MidBlockAddAttention)
        {
            attentions = new ModuleList<Transformer2DModel>();
            image_attentions = TransformerPair.ImageList(true, config);
            TransformerPair.Add(attentions, image_attentions, config.BlockOutChannels.Count - 1, config, placement);
            resnets.Add(new ResnetBlock2D(channels, channels, embeddingChannels, config, placement));
        }

        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor activatedEmbedding, AttentionContext context)
    {
        using var scope = NewDisposeScope();
        var hidden = resnets[0].call(x, activatedEmbedding);
        if (attentions is null)
            return hidden.MoveToOuterDisposeScope();
        hidden = TransformerPair.Run(attentions, image_attentions, 0, hidden, context);
        return hidden.Replace(resnets[1].call(hidden, activatedEmbedding)).MoveToOuterDisposeScope();
    }
}
