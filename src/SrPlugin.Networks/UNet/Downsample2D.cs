using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.UNet;

/// <summary>A 3×3 convolution of stride 2 and padding 1; [N, C, H, W] → [N, C, ⌈H/2⌉, ⌈W/2⌉].</summary>
internal sealed class Downsample2D : Module<Tensor, Tensor>
{
    private readonly AdaptableConv2d conv;

    public Downsample2D(long channels, ParameterPlacement placement)
        : base(nameof(Downsample2D))
    {
        conv = new AdaptableConv2d(channels, channels, 3, 2, 1, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => conv.call(x);
}
