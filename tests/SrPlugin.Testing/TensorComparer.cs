using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Testing;

/// <summary>How far a tensor is from the one expected.</summary>
public static class TensorComparer
{
    /// <summary>
    /// Largest absolute difference over the standard deviation of the expected tensor, computed in float64. Infinite when any value is
    /// not finite; an expected tensor without spread is measured against 1.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double MaxErrorOverDeviation(Tensor actual, Tensor expected)
    {
        if (!actual.shape.SequenceEqual(expected.shape))
            throw new ArgumentException(
                $"The shape is [{string.Join(", ", actual.shape)}] instead of [{string.Join(", ", expected.shape)}].", nameof(actual));
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var wanted = expected.to(ScalarType.Float64, CPU);
        var error = (actual.to(ScalarType.Float64, CPU) - wanted).abs().max().item<double>();
        if (!double.IsFinite(error))
            return double.PositiveInfinity;
        var deviation = wanted.numel() < 2 ? 0 : wanted.std(false).item<double>();
        return error / (deviation > 0 ? deviation : 1);
    }
}
