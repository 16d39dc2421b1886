using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Trainer.Adversaries;

/// <summary>A frozen weight and bias: of a linear layer, a projection of patches, or a normalisation.</summary>
internal sealed class Affine : Module
{
    private readonly Parameter weight;
    private readonly Parameter bias;

    public Affine(ScalarType dtype, Device device, params long[] shape)
        : base(nameof(Affine))
    {
        weight = new Parameter(empty(shape, dtype, device), false);
        bias = new Parameter(empty([shape[0]], dtype, device), false);
        RegisterComponents();
    }

    /// <summary>x · Wᵀ + b over the last dimension; the caller's.</summary>
    public Tensor Linear(Tensor x)
    {
        using var scope = NewDisposeScope();
        return functional.linear(x, weight.reshape(weight.shape[0], -1), bias).MoveToOuterDisposeScope();
    }

    /// <summary>Layer normalisation over the last dimension; the caller's.</summary>
    public Tensor LayerNorm(Tensor x, double epsilon) => functional.layer_norm(x, weight.shape, weight, bias, epsilon);
}
