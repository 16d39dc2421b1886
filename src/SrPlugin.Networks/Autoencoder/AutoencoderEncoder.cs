using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Autoencoder;

/// <summary>Encoder of diffusers' VAE; [N, Cin, H, W] → [N, 2·L, H/stride, W/stride].</summary>
internal sealed class AutoencoderEncoder : Module<Tensor, VaeTiling?, Tensor>
{
    private readonly AdaptableConv2d conv_in;
    private readonly ModuleList<AutoencoderDownBlock> down_blocks;
    private readonly AutoencoderMidBlock mid_block;
    private readonly GroupNormalization conv_norm_out;
    private readonly AdaptableConv2d conv_out;

    public AutoencoderEncoder(AutoencoderKLConfig config, ParameterPlacement placement)
        : base(nameof(AutoencoderEncoder))
    {
        var channels = config.BlockOutChannels;
        conv_in = new AdaptableConv2d(config.InChannels, channels[0], 3, 1, 1, placement);
        down_blocks = new ModuleList<AutoencoderDownBlock>();
        for (var i = 0; i < channels.Count; i++)
            down_blocks.Add(new AutoencoderDownBlock(channels[Math.Max(i - 1, 0)], channels[i], i < channels.Count - 1, config, placement));
        mid_block = new AutoencoderMidBlock(channels[^1], config, placement);
        conv_norm_out = new GroupNormalization(config.NormNumGroups, channels[^1], AutoencoderKL.NormEpsilon, placement);
        conv_out = new AdaptableConv2d(channels[^1], 2 * config.LatentChannels, 3, 1, 1, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, VaeTiling? tiling)
    {
        using var scope = NewDisposeScope();
        var hidden = Segment.Convolve(conv_in, x, tiling);
        foreach (var block in down_blocks)
            hidden = hidden.Replace(block.call(hidden, tiling));
        hidden = hidden.Replace(mid_block.call(hidden, tiling));
        return hidden.Replace(Segment.Run(conv_norm_out, conv_out, hidden, tiling)).MoveToOuterDisposeScope();
    }
}
