using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.UNet;

/// <summary>The two-layer network of a transformer block; keeps the shape [N, L, C].</summary>
internal sealed class FeedForward : Module<Tensor, Tensor>
{
    private readonly ModuleList<Module<Tensor, Tensor>> net;

    public FeedForward(long channels, ParameterPlacement placement)
        : base(nameof(FeedForward))
    {
        net = new ModuleList<Module<Tensor, Tensor>>(
            new GEGLU(channels, 4 * channels, placement), new PassThrough(), new AdaptableLinear(4 * channels, channels, true, placement));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var gated = net[0].call(x);
        return net[2].call(gated);
    }
}
