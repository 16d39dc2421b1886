using SrPlugin.Networks.Lora;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Layers;

/// <summary>An affine map of the last dimension; [..., Cin] → [..., Cout].</summary>
internal sealed class AdaptableLinear : Module<Tensor, Tensor>, IAdaptable
{
    private readonly Parameter weight;
    private readonly Parameter? bias;

    public AdaptableLinear(long inFeatures, long outFeatures, bool hasBias, ParameterPlacement placement)
        : base(nameof(AdaptableLinear))
    {
        weight = placement.Empty(outFeatures, inFeatures);
        bias = hasBias ? placement.Empty(outFeatures) : null;
        RegisterComponents();
    }

    public Parameter Weight => weight;

    public LoraAdapter? Adapter { get; set; }

    public override Tensor forward(Tensor x)
    {
        if (Adapter is { IsActive: true, IsMerged: true } merged)
        {
            using var full = merged.MergedWeight();
            return MatrixProduct.Run(x, full, bias);
        }

        var y = MatrixProduct.Run(x, weight, bias);
        ArithmeticCounter.AddLinear(y.numel(), weight.shape[1]);
        return Adapter is { IsActive: true } adapter ? adapter.AddLinear(y, x) : y;
    }
}
