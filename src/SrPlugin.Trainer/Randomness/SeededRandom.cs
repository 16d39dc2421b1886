namespace SrPlugin.Trainer.Randomness;

/// <summary>
/// A stream of random numbers that depends on its keys alone (SplitMix64), the same on every machine and runtime. Every
/// sample of a training run has a stream of its own, keyed by seed, step and place in the batch, so a resumed run draws what
/// the uninterrupted one would have drawn without any generator state in the checkpoint.
/// </summary>
public sealed class SeededRandom
{
    private ulong _state;
    private double _spareGaussian = double.NaN;

    /// <summary>The stream of these keys.</summary>
    public SeededRandom(params ReadOnlySpan<ulong> keys)
    {
        _state = 0x5350_4C55_4749_4E31;
        foreach (var key in keys)
            _state = Mix(_state ^ Mix(key + 0x9E37_79B9_7F4A_7C15));
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => Mix(_state += 0x9E37_79B9_7F4A_7C15);

    /// <summary>Uniform in [0, 1).</summary>
    public double Next() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public float Next(double low, double high) => (float)(low + ((high - low) * Next()));

    /// <summary>Uniform among 0 … <paramref name="count"/> − 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public int NextIndex(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return (int)(((NextBits() >> 32) * (ulong)count) >> 32);
    }

    /// <summary>True with this probability.</summary>
    public bool Chance(double probability) => Next() < probability;

    /// <summary>Normally distributed, mean 0, deviation 1 (polar Box–Muller).</summary>
    public float NextGaussian()
    {
        if (!double.IsNaN(_spareGaussian))
        {
            var spare = _spareGaussian;
            _spareGaussian = double.NaN;
            return (float)spare;
        }

        double x, y, square;
        do
        {
            x = (2 * Next()) - 1;
            y = (2 * Next()) - 1;
            square = (x * x) + (y * y);
        }
        while (square is >= 1 or 0);
        var scale = Math.Sqrt(-2 * Math.Log(square) / square);
        _spareGaussian = y * scale;
        return (float)(x * scale);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
