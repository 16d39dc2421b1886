using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Layers;

/// <summary>The affine map of a linear layer, by the kernel that is quicker on this processor.</summary>
internal static class MatrixProduct
{
    // Below, the copies into the convolution's order cost more than it saves.
    private const long FewestTokens = 256;

    /// <summary>x · weightᵀ + bias over the last dimension.</summary>
    /// <param name="x">[..., Cin].</param>
    /// <param name="weight">[Cout, Cin].</param>
    /// <param name="bias">[Cout]; null for none.</param>
    /// <returns>[..., Cout], fresh and contiguous.</returns>
    public static Tensor Run(Tensor x, Tensor weight, Tensor? bias) =>
        Processor.PrefersConvolutions && x.dim() == 3 && x.shape[1] >= FewestTokens && x.dtype == ScalarType.Float32
            && x.device_type == DeviceType.CPU
            ? AsConvolution(x, weight, bias)
            : functional.linear(x, weight, bias);

    /// <summary>The same for [N, L, Cin] as a 1×1 convolution with channels outermost.</summary>
    internal static Tensor AsConvolution(Tensor x, Tensor weight, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        var map = x.transpose(1, 2).contiguous().unsqueeze(3); // [N, Cin, L, 1]
        var result = MapConvolution.Run(map, weight.unsqueeze(2).unsqueeze(3), bias, [1, 1], [0, 0]); // [N, Cout, L, 1]
        return result.squeeze(3).transpose(1, 2).contiguous().MoveToOuterDisposeScope();
    }
}
