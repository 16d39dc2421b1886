using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Autoencoder;

/// <summary>Decoder of diffusers' VAE; [N, L, h, w] → [N, Cout, h·stride, w·stride].</summary>
internal sealed class AutoencoderDecoder : Module<Tensor, VaeTiling?, Tensor>
{
    private readonly AdaptableConv2d conv_in;
    private readonly AutoencoderMidBlock mid_block;
    private readonly ModuleList<AutoencoderUpBlock> up_blocks;
    private readonly GroupNormalization conv_norm_out;
    private readonly AdaptableConv2d conv_out;

    public AutoencoderDecoder(AutoencoderKLConfig config, ParameterPlacement placement)
        : base(nameof(AutoencoderDecoder))
    {
        var channels = config.BlockOutChannels.Reverse().ToArray();
        conv_in = new AdaptableConv2d(config.LatentChannels, channels[0], 3, 1, 1, placement);
        mid_block = new AutoencoderMidBlock(channels[0], config, placement);
        up_blocks = new ModuleList<AutoencoderUpBlock>();
        for (var i = 0; i < channels.Length; i++)
            up_blocks.Add(new AutoencoderUpBlock(channels[Math.Max(i - 1, 0)], channels[i], i < channels.Length - 1, config, placement));
        conv_norm_out = new GroupNormalization(config.NormNumGroups, channels[^1], AutoencoderKL.NormEpsilon, placement);
        conv_out = new AdaptableConv2d(channels[^1], config.OutChannels, 3, 1, 1, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor z, VaeTiling? tiling)
    {
        using var scope = NewDisposeScope();
        var hidden = Segment.Convolve(conv_in, z, tiling);
        hidden = hidden.Replace(mid_block.call(hidden, tiling));
        foreach (var block in up_blocks)
            hidden = hidden.Replace(block.call(hidden, tiling));
        return hidden.Replace(Segment.Run(conv_norm_out, conv_out, hidden, tiling)).MoveToOuterDisposeScope();
    }
}
