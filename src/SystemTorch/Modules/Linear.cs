using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x · weightᵀ + bias.</summary>
public sealed class Linear : nn.Module<Tensor, Tensor>
{
    private Parameter _weight;
    private Parameter _bias;

    internal Linear(long inputSize, long outputSize, bool hasBias, Device device, ScalarType? dtype)
        : base(nameof(Linear))
    {
        in_features = inputSize;
        out_features = outputSize;
        register_parameter("weight", _weight = new Parameter(empty([outputSize, inputSize], dtype, device)));
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (hasBias)
        {
            register_parameter("bias", _bias = new Parameter(empty([outputSize], dtype, device)));
            var bound = 1 / Math.Sqrt(Math.Max(1, inputSize));
            nn.init.uniform_(bias, -bound, bound);
        }
    }

    internal Linear(Parameter weight, Parameter bias)
        : base(nameof(Linear))
    {
        in_features = weight.shape[1];
        out_features = weight.shape[0];
        register_parameter("weight", _weight = weight);
        if (bias is not null)
            register_parameter("bias", _bias = bias);
    }

    public long in_features { get; set; }

    public long out_features { get; set; }

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

    public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, _weight, _bias);
}
