using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Degradation;

/// <summary>Two convolutions with a ReLU between, and a residual; keeps [N, C, H, W].</summary>
internal sealed class ResidualBlockNoBN : Module<Tensor, Tensor>
{
    private readonly AdaptableConv2d conv1;
    private readonly AdaptableConv2d conv2;

    public ResidualBlockNoBN(long channels, ParameterPlacement placement)
        : base(nameof(ResidualBlockNoBN))
    {
        conv1 = new AdaptableConv2d(channels, channels, 3, 1, 1, placement);
        conv2 = new AdaptableConv2d(channels, channels, 3, 1, 1, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var hidden = Fresh.Relu(conv1.call(x));
        return Fresh.Add(conv2.call(hidden), x);
    }
}
