using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Autoencoder;

/// <summary>ResnetBlock2D of diffusers as the VAE uses it: no time embedding. [N, Cin, H, W] → [N, Cout, H, W].</summary>
internal sealed class AutoencoderResnetBlock : Module<Tensor, VaeTiling?, Tensor>
{
    private readonly GroupNormalization norm1;
    private readonly AdaptableConv2d conv1;
    private readonly GroupNormalization norm2;
    private readonly AdaptableConv2d conv2;
    private readonly AdaptableConv2d? conv_shortcut;

    public AutoencoderResnetBlock(long inChannels, long outChannels, long groups, ParameterPlacement placement)
        : base(nameof(AutoencoderResnetBlock))
    {
        norm1 = new GroupNormalization(groups, inChannels, AutoencoderKL.NormEpsilon, placement);
        conv1 = new AdaptableConv2d(inChannels, outChannels, 3, 1, 1, placement);
        norm2 = new GroupNormalization(groups, outChannels, AutoencoderKL.NormEpsilon, placement);
        conv2 = new AdaptableConv2d(outChannels, outChannels, 3, 1, 1, placement);
        conv_shortcut = inChannels == outChannels ? null : new AdaptableConv2d(inChannels, outChannels, 1, 1, 0, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, VaeTiling? tiling)
    {
        using var scope = NewDisposeScope();
        using var h = Segment.Run(norm1, conv1, x, tiling);
        return Segment.Run(norm2, conv2, h, tiling, AddShortcut).MoveToOuterDisposeScope();

        Tensor AddShortcut(Tensor rows, long start, long end)
        {
            using var source = RowBands.Read(x, start, end, conv2.Weight.device);
            if (conv_shortcut is null)
                return Fresh.Add(rows, source);
            using var shortcut = conv_shortcut.call(source);
            return Fresh.Add(rows, shortcut);
        }
    }
}
