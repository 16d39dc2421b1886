using System.Runtime.InteropServices;
using SrPlugin.Trainer.Randomness;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Papers;

/// <summary>Normal noise of a seeded stream.</summary>
internal static class Normal
{
    /// <summary>Standard normal values; fresh.</summary>
    public static Tensor Draw(long[] shape, SeededRandom random, Device device)
    {
        using var values = empty(shape, ScalarType.Float32, CPU);
        foreach (ref var value in MemoryMarshal.Cast<byte, float>(values.bytes))
            value = random.NextGaussian();
        return values.to(device, copy: true);
    }
}
