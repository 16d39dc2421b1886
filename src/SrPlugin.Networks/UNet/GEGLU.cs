using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.UNet;

/// <summary>A linear layer gated by the GELU of its second half; [N, L, C] → [N, L, Cinner].</summary>
internal sealed class GEGLU : Module<Tensor, Tensor>
{
    private readonly AdaptableLinear proj;

    public GEGLU(long channels, long innerChannels, ParameterPlacement placement)
        : base(nameof(GEGLU))
    {
        proj = new AdaptableLinear(channels, 2 * innerChannels, true, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var halves = proj.call(x).chunk(2, -1);
        return Fresh.Multiply(functional.gelu(halves[1]), halves[0]).MoveToOuterDisposeScope();
    }
}
