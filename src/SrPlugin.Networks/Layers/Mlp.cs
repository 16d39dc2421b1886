using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Layers;

/// <summary>Two affine maps with an exact GELU between, as CLIP and Swin have it; keeps [..., C].</summary>
internal sealed class Mlp : Module<Tensor, Tensor>
{
    private readonly AdaptableLinear fc1;
    private readonly AdaptableLinear fc2;

    public Mlp(long channels, long innerChannels, ParameterPlacement placement)
        : base(nameof(Mlp))
    {
        fc1 = new AdaptableLinear(channels, innerChannels, true, placement);
        fc2 = new AdaptableLinear(innerChannels, channels, true, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var hidden = Fresh.Gelu(fc1.call(x));
        return fc2.call(hidden);
    }
}
