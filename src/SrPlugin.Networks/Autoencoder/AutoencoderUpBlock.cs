using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Autoencoder;

/// <summary>UpDecoderBlock2D of diffusers: residual blocks, then twice the size unless it is the finest level.</summary>
internal sealed class AutoencoderUpBlock : Module<Tensor, VaeTiling?, Tensor>
{
    private readonly ModuleList<AutoencoderResnetBlock> resnets;
    private readonly ModuleList<AutoencoderUpsample>? upsamplers;

    public AutoencoderUpBlock(long inChannels, long outChannels, bool upsample, AutoencoderKLConfig config, ParameterPlacement placement)
        : base(nameof(AutoencoderUpBlock))
    {
        resnets = new ModuleList<AutoencoderResnetBlock>();
        for (var i = 0; i < config.LayersPerBlock + 1; i++)
            resnets.Add(new AutoencoderResnetBlock(i == 0 ? inChannels : outChannels, outChannels, config.NormNumGroups, placement));
        upsamplers = upsample ? new ModuleList<AutoencoderUpsample>(new AutoencoderUpsample(outChannels, placement)) : null;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, VaeTiling? tiling)
    {
        using var scope = NewDisposeScope();
        var hidden = resnets[0].call(x, tiling);
        foreach (var resnet in resnets.Skip(1))
            hidden = hidden.Replace(resnet.call(hidden, tiling));
        if (upsamplers is not null)
            hidden = hidden.Replace(upsamplers[0].call(hidden, tiling));
        return hidden.MoveToOuterDisposeScope();
    }
}
