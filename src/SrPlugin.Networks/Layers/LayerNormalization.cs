using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Layers;

/// <summary>Layer normalisation over the last dimension.</summary>
internal sealed class LayerNormalization : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly long[] _shape;
    private readonly double _epsilon;

    public LayerNormalization(long features, double epsilon, ParameterPlacement placement)
        : base(nameof(LayerNormalization))
    {
        weight = placement.Empty(features);
        bias = placement.Empty(features);
        _shape = [features];
        _epsilon = epsilon;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => functional.layer_norm(x, _shape, weight, bias, _epsilon);
}
