using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Autoencoder;

/// <summary>UNetMidBlock2D of diffusers: two residual blocks, with attention between them unless switched off. Keeps the shape.</summary>
internal sealed class AutoencoderMidBlock : Module<Tensor, VaeTiling?, Tensor>
{
    private readonly ModuleList<AutoencoderAttention>? attentions;
    private readonly ModuleList<AutoencoderResnetBlock> resnets;

    public AutoencoderMidBlock(long channels, AutoencoderKLConfig config, ParameterPlacement placement)
        : base(nameof(AutoencoderMidBlock))
    {
        attentions = config.MidBlockAddAttention
            ? new ModuleList<AutoencoderAttention>(new AutoencoderAttention(channels, config.NormNumGroups, placement))
            : null;
        resnets = new ModuleList<AutoencoderResnetBlock>(
            new AutoencoderResnetBlock(channels, channels, config.NormNumGroups, placement),
            new AutoencoderResnetBlock(channels, channels, config.NormNumGroups, placement));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, VaeTiling? tiling)
    {
        using var scope = NewDisposeScope();
        var hidden = resnets[0].call(x, tiling);
        if (attentions is not null)
            hidden = hidden.Replace(attentions[0].call(hidden, tiling));
        return hidden.Replace(resnets[1].call(hidden, tiling)).MoveToOuterDisposeScope();
    }
}
