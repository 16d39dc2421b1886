using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Diffusion;

/// <summary>
/// Standard normal noise from a seed: SplitMix64 and the Box-Muller transform, in C#, so that a seed means the same picture on
/// every device and with every libtorch.
/// </summary>
// Differs from upstream: there noise comes from torch's global generator, whose state nobody sets.
internal sealed class SeededNoise : INoiseSource
{
    private ulong _state;

    /// <summary>Starts a stream.</summary>
    /// <param name="seed">The job's seed.</param>
    /// <param name="stream">Which of the job's independent draws.</param>
    public SeededNoise(long seed, NoiseStream stream)
    {
        _state = unchecked((ulong)seed);
        _state = Next() ^ unchecked((ulong)stream * 0xD1B54A32D192ED03UL);
    }

    /// <inheritdoc/>
    public Tensor Draw(ReadOnlySpan<long> shape, Device device)
    {
        long count = 1;
        foreach (long side in shape)
            count *= side;
        var values = new float[count];
        Fill(values);
        using var scope = NewDisposeScope();
        var noise = empty(shape, float32, CPU);
        MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(noise.bytes);
        return noise.to(device).MoveToOuterDisposeScope();
    }

    /// <summary>The next values.</summary>
    public void Fill(Span<float> values)
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - Uniform()));
            double angle = 2 * Math.PI * Uniform();
            values[i] = (float)(radius * Math.Cos(angle));
            if (i + 1 < values.Length)
                values[i + 1] = (float)(radius * Math.Sin(angle));
        }
    }

    private double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    private ulong Next()
    {
        unchecked
        {
            ulong z = _state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
