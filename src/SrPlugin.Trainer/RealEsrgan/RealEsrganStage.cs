namespace SrPlugin.Trainer.RealEsrgan;

/// <summary>The ranges that one stage of the degradation is drawn from; each is a lowest and a highest value.</summary>
public sealed record RealEsrganStage
{
    /// <summary>Probability that the stage blurs at all.</summary>
    public double BlurChance { get; init; } = 1;

    /// <summary>Deviation of a blur kernel, pixels.</summary>
    public IReadOnlyList<double> Sigma { get; init; } = [0.2, 1.5];

    /// <summary>Exponent of a generalized kernel.</summary>
    public IReadOnlyList<double> GeneralizedBeta { get; init; } = [0.5, 2];

    /// <summary>Exponent of a plateau kernel.</summary>
    public IReadOnlyList<double> PlateauBeta { get; init; } = [1, 1.5];

    /// <summary>Factor of the resizing: below 1 when it reduces, above 1 when it enlarges.</summary>
    public IReadOnlyList<double> Resize { get; init; } = [0.3, 1.5];

    /// <summary>Probabilities of enlarging, reducing and keeping the size.</summary>
    public IReadOnlyList<double> ResizeChances { get; init; } = [0.2, 0.7, 0.1];

    /// <summary>Probability that the noise is normal; otherwise it is of counted photons.</summary>
    public double GaussianChance { get; init; } = 0.5;

    /// <summary>Deviation of normal noise, levels of 255.</summary>
    public IReadOnlyList<double> GaussianSigma { get; init; } = [1, 15];

    /// <summary>Factor of the noise of counted photons.</summary>
    public IReadOnlyList<double> PoissonScale { get; init; } = [0.05, 2];

    /// <summary>Quality of the compression.</summary>
    public IReadOnlyList<double> JpegQuality { get; init; } = [60, 95];

    internal IEnumerable<string> Faults(string name)
    {
        foreach (var (key, range, low, high) in new[]
        {
            ("sigma", Sigma, 0.01, 20.0), ("generalizedBeta", GeneralizedBeta, 0.1, 10), ("plateauBeta", PlateauBeta, 0.1, 10),
            ("resize", Resize, 0.05, 4),
            ("gaussianSigma", GaussianSigma, 0, 255), ("poissonScale", PoissonScale, 0, 20), ("jpegQuality", JpegQuality, 1, 100),
        })
        {
            if (range.Count != 2 || range[0] > range[1] || range[0] < low || range[1] > high)
                yield return $"{name}.{key} must be two numbers, the lower first, in {low}…{high}";
        }

        if (ResizeChances.Count != 3 || ResizeChances.Any(chance => chance < 0) || ResizeChances.Sum() <= 0)
            yield return $"{name}.resizeChances must be three probabilities";
        if (BlurChance is < 0 or > 1 || GaussianChance is < 0 or > 1)
            yield return $"{name}.blurChance and gaussianChance must lie in 0…1";
    }
}
