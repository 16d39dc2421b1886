using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Metrics;

/// <summary>A weighted sum of channels; [N, C, H, W] → [N, 1, H, W].</summary>
internal sealed class ChannelWeights : Module<Tensor, Tensor>
{
    private readonly Parameter weight;

    public ChannelWeights(long channels, ParameterPlacement placement)
        : base(nameof(ChannelWeights))
    {
        weight = placement.Empty(1, channels, 1, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => MapConvolution.Run(x, weight, null, [1, 1], [0, 0]);
}
