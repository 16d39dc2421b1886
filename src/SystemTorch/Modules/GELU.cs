using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x times the normal distribution of x.</summary>
public sealed class GELU : ParameterLessModule<Tensor, Tensor>
{
    /// <summary>Which formula computes it.</summary>
    public enum Approximate
    {
        none = 0,
        tanh = 1,
    }

    internal GELU(Approximate approximate, bool inplace)
        : base(nameof(GELU))
    {
        this.approximate = approximate;
        this.inplace = inplace;
    }

    public Approximate approximate { get; set; }

    public bool inplace { get; set; }

    public override Tensor forward(Tensor tensor) => inplace ? tensor.gelu_(approximate).alias() : tensor.gelu(approximate);
}
