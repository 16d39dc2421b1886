using System.Runtime.InteropServices;
using SrPlugin.Trainer.Randomness;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Papers;

/// <summary>
/// The starting values of S3Diff's published training. B is zero and the modulation matrices nearly so: both gradients of an adapter are
/// next to nothing, and only an optimizer whose epsilon is small against them leads out of this saddle as it led the authors'.
/// </summary>
internal static class PublishedAdapterStart
{
    private const double ModulationGain = 1e-5;

    /// <summary>Fills the tensors of an adapter, under their published names; the UNet's first convolution keeps what it is.</summary>
    public static void Apply(IEnumerable<(string Name, Tensor Tensor)> tensors, SeededRandom random)
    {
        using var grad = no_grad();
        foreach (
            var (name, tensor) in tensors.Where(
                pair =>
                    !pair.Name.Contains("/conv_in.weight", StringComparison.Ordinal)
                        && !pair.Name.Contains("/conv_in.bias", StringComparison.Ordinal)))
        {
            var deviation = Deviation(name, tensor.shape);
            using var values = empty(tensor.shape, ScalarType.Float32, CPU);
            foreach (ref var value in MemoryMarshal.Cast<byte, float>(values.bytes))
                value = deviation == 0 ? 0 : (float)(deviation * random.NextGaussian());
            tensor.copy_(values);
        }
    }

    private static double Deviation(string name, long[] shape)
    {
        if (name.Contains(".lora_A.", StringComparison.Ordinal))
            return 1.0 / shape[0];
        if (name.Contains(".lora_B.", StringComparison.Ordinal))
            return 0;
        if (name.Contains("_mlp/", StringComparison.Ordinal))
            return shape.Length > 1 ? ModulationGain * Math.Sqrt(2.0 / shape[1]) : 0;
        return 1; // embeddings and frequencies
    }
}
