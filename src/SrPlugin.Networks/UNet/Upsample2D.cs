using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.UNet;

/// <summary>Nearest-neighbour enlargement to a given size (the next skip connection's), then a 3×3 convolution.</summary>
internal sealed class Upsample2D : Module<Tensor, (long Height, long Width), Tensor>
{
    private readonly AdaptableConv2d conv;

    public Upsample2D(long channels, ParameterPlacement placement)
        : base(nameof(Upsample2D))
    {
        conv = new AdaptableConv2d(channels, channels, 3, 1, 1, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, (long Height, long Width) size)
    {
        using var enlarged = functional.interpolate(x, [size.Height, size.Width], null, InterpolationMode.Nearest);
        return conv.call(enlarged);
    }
}
