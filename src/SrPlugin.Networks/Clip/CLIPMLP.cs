using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Clip;

/// <summary>Two layers with a GELU between; keeps [N, L, C].</summary>
internal sealed class CLIPMLP : Module<Tensor, Tensor>
{
    private readonly AdaptableLinear fc1;
    private readonly AdaptableLinear fc2;

    public CLIPMLP(CLIPTextConfig config, ParameterPlacement placement)
        : base(nameof(CLIPMLP))
    {
        fc1 = new AdaptableLinear(config.HiddenSize, config.IntermediateSize, true, placement);
        fc2 = new AdaptableLinear(config.IntermediateSize, config.HiddenSize, true, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var hidden = Fresh.Gelu(fc1.call(x));
        return fc2.call(hidden);
    }
}
