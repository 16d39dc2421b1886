namespace SrPlugin.Inference.ColorFix;

/// <summary>
/// Sets mean and standard deviation of every channel to those of a reference (adaptive instance normalisation, upstream
/// <c>utils/wavelet_color.py</c>).
/// </summary>
// Differs from upstream: works on floats, where upstream's result passes through truncated 8-bit values twice.
internal static class AdainColorFix
{
    private const double Epsilon = 1e-5;

    /// <summary>Corrects one channel in place.</summary>
    /// <param name="values">The channel.</param>
    /// <param name="reference">The same channel of an image of any size.</param>
    public static void Apply(Span<float> values, ReadOnlySpan<float> reference)
    {
        var (mean, deviation) = Statistics(values);
        var (referenceMean, referenceDeviation) = Statistics(reference);
        double gain = referenceDeviation / deviation;
        foreach (ref float value in values)
            value = (float)(((value - mean) * gain) + referenceMean);
    }

    private static (double Mean, double Deviation) Statistics(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += value;
        double mean = sum / values.Length;
        double squares = 0;
        foreach (float value in values)
            squares += (value - mean) * (value - mean);

        // Differs from upstream: the variance of a single pixel is 0 here; upstream divides it by n − 1 = 0.
        double variance = squares / Math.Max(1, values.Length - 1);
        return (mean, Math.Sqrt(variance + Epsilon));
    }
}
