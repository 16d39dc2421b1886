using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalises groups of channels of each sample to mean 0 and variance 1.</summary>
public sealed class GroupNorm : nn.Module<Tensor, Tensor>
{
    private Parameter _weight;
    private Parameter _bias;

    internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device device, ScalarType? dtype)
        : base(nameof(GroupNorm))
    {
        this.num_groups = num_groups;
        this.eps = eps;
        this.affine = affine;
        if (affine)
        {
            register_parameter("weight", _weight = new Parameter(ones([num_channels], dtype, device)));
            register_parameter("bias", _bias = new Parameter(zeros([num_channels], dtype, device)));
        }
    }

    public long num_groups { get; set; }

    public double eps { get; set; }

    public bool affine { get; set; }

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

    public override Tensor forward(Tensor tensor) => nn.functional.group_norm(tensor, num_groups, _weight, _bias, eps);
}
