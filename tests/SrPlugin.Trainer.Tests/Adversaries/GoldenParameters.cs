using SrPlugin.Testing;
using SrPlugin.Weights;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Tests.Adversaries;

/// <summary>Moves tensors of golden files into what is tested, and compares the two.</summary>
internal static class GoldenParameters
{
    /// <summary>The tensors of a golden file that begin with a prefix, without it.</summary>
    public static WeightsSource Under(WeightsSource file, string prefix) =>
        new MappedWeights(file, key => key.StartsWith(prefix, StringComparison.Ordinal) ? key[prefix.Length..] : null);

    /// <summary>Copies the golden's values.</summary>
    public static void Fill(IEnumerable<(string Name, Tensor Tensor)> targets, GoldenTensors golden, Func<string, string> key)
    {
        using var grad = no_grad();
        foreach (var (name, tensor) in targets)
            tensor.copy_(golden[key(name)]);
    }

    /// <summary>Norm of the difference over the norm of what is expected; of the difference where that is zero.</summary>
    public static double Relative(Tensor actual, Tensor expected)
    {
        actual.shape.ShouldBe(expected.shape);
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var wanted = expected.to(ScalarType.Float64);
        var norm = wanted.norm().item<double>();
        return (actual.to(ScalarType.Float64) - wanted).norm().item<double>() / (norm > 0 ? norm : 1);
    }

    /// <summary>The same over many tensors together.</summary>
    public static double Relative(IEnumerable<(Tensor Actual, Tensor Expected)> pairs)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        double difference = 0, norm = 0;
        foreach (var (actual, expected) in pairs)
        {
            var wanted = expected.to(ScalarType.Float64);
            difference += Math.Pow((actual.to(ScalarType.Float64) - wanted).norm().item<double>(), 2);
            norm += Math.Pow(wanted.norm().item<double>(), 2);
        }

        return Math.Sqrt(difference / norm);
    }

    /// <summary>Largest absolute difference.</summary>
    public static double Largest(Tensor actual, Tensor expected)
    {
        actual.shape.ShouldBe(expected.shape);
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        return (actual.to(ScalarType.Float64) - expected.to(ScalarType.Float64)).abs().max().item<double>();
    }
}
