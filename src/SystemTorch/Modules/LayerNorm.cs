using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalises the last dimensions to mean 0 and variance 1.</summary>
public sealed class LayerNorm : nn.Module<Tensor, Tensor>
{
    private Parameter _weight;
    private Parameter _bias;

    internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device device, ScalarType? dtype)
        : base(nameof(LayerNorm))
    {
        this.normalized_shape = normalized_shape;
        this.eps = eps;
        this.elementwise_affine = elementwise_affine;
        if (elementwise_affine)
        {
            register_parameter("weight", _weight = new Parameter(ones(normalized_shape, dtype, device)));
            if (bias)
                register_parameter("bias", _bias = new Parameter(zeros(normalized_shape, dtype, device)));
        }
    }

    public long[] normalized_shape { get; set; }

    public double eps { get; set; }

    public bool elementwise_affine { get; set; }

    public Parameter weight
    {
        get => _weight;
        set => ReplaceParameter("weight", _weight = value);
    }

    public Parameter bias
    {
        get => _bias;
        set => ReplaceParameter("bias", _bias = value);
    }

    public void reset_parameters()
    {
        if (weight is { } w)
            nn.init.ones_(w);
        if (bias is { } b)
            nn.init.zeros_(b);
    }

    public override Tensor forward(Tensor tensor) => nn.functional.layer_norm(tensor, normalized_shape, _weight, _bias, eps);
}
