using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Autoencoder;

/// <summary>DownEncoderBlock2D of diffusers: residual blocks, then half the size unless it is the coarsest level.</summary>
internal sealed class AutoencoderDownBlock : Module<Tensor, VaeTiling?, Tensor>
{
    private readonly ModuleList<AutoencoderResnetBlock> resnets;
    private readonly ModuleList<AutoencoderDownsample>? downsamplers;

    public AutoencoderDownBlock(
        long inChannels, long outChannels, bool downsample, AutoencoderKLConfig config, ParameterPlacement placement)
        : base(nameof(AutoencoderDownBlock))
    {
        resnets = new ModuleList<AutoencoderResnetBlock>();
        for (var i = 0; i < config.LayersPerBlock; i++)
            resnets.Add(new AutoencoderResnetBlock(i == 0 ? inChannels : outChannels, outChannels, config.NormNumGroups, placement));
        downsamplers = downsample ? new ModuleList<AutoencoderDownsample>(new AutoencoderDownsample(outChannels, placement)) : null;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, VaeTiling? tiling)
    {
        using var scope = NewDisposeScope();
        var hidden = resnets[0].call(x, tiling);
        foreach (var resnet in resnets.Skip(1))
            hidden = hidden.Replace(resnet.call(hidden, tiling));
        if (downsamplers is not null)
            hidden = hidden.Replace(downsamplers[0].call(hidden, tiling));
        return hidden.MoveToOuterDisposeScope();
    }
}
