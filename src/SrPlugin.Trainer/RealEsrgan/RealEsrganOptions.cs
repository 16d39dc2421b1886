namespace SrPlugin.Trainer.RealEsrgan;

/// <summary>The two-stage degradation of Real-ESRGAN with the ranges of a paper. The defaults are S3Diff's.</summary>
public sealed record RealEsrganOptions
{
    /// <summary>The ranges of S3Diff's published training.</summary>
    public static RealEsrganOptions S3Diff { get; } = new();

    /// <summary>The ranges of AddSR's published training, which are Real-ESRGAN's own; sharp pictures are sharpened first.</summary>
    public static RealEsrganOptions AddSr { get; } = new()
    {
        Sharpen = true,
        CleanChance = 0,
        First = new RealEsrganStage
        {
            Sigma = [0.2, 3],
            GeneralizedBeta = [0.5, 4],
            PlateauBeta = [1, 2],
            Resize = [0.15, 1.5],
            GaussianSigma = [1, 30],
            PoissonScale = [0.05, 3],
            JpegQuality = [30, 95],
        },
        Second = new RealEsrganStage
        {
            BlurChance = 0.8,
            Sigma = [0.2, 1.5],
            GeneralizedBeta = [0.5, 4],
            PlateauBeta = [1, 2],
            Resize = [0.3, 1.2],
            ResizeChances = [0.3, 0.4, 0.3],
            GaussianSigma = [1, 25],
            PoissonScale = [0.05, 2.5],
            JpegQuality = [30, 95],
        },
    };

    /// <summary>Whether the sharp pictures are sharpened before anything else.</summary>
    public bool Sharpen { get; init; }

    /// <summary>How many times smaller the degraded picture is.</summary>
    public int Factor { get; init; } = 4;

    /// <summary>Probability that a stage's kernel is a sinc.</summary>
    public double SincChance { get; init; } = 0.1;

    /// <summary>Probability that a sinc follows at the end.</summary>
    public double FinalSincChance { get; init; } = 0.8;

    /// <summary>Probability that the noise of a picture is grey.</summary>
    public double GreyNoiseChance { get; init; } = 0.4;

    /// <summary>Probability that a batch's conditioning pictures are the sharp ones.</summary>
    public double CleanChance { get; init; } = 0.01;

    /// <summary>The first stage.</summary>
    public RealEsrganStage First { get; init; } = new();

    /// <summary>The second stage.</summary>
    public RealEsrganStage Second { get; init; } = new()
    {
        BlurChance = 0.5,
        Sigma = [0.2, 1],
        Resize = [0.6, 1.2],
        ResizeChances = [0.3, 0.4, 0.3],
        GaussianSigma = [1, 12],
        PoissonScale = [0.05, 1],
        JpegQuality = [60, 100],
    };

    internal IEnumerable<string> Faults()
    {
        if (Factor is < 1 or > 8)
            yield return $"factor {Factor} is outside 1…8";
        if (new[] { SincChance, FinalSincChance, GreyNoiseChance, CleanChance }.Any(chance => chance is < 0 or > 1))
            yield return "sincChance, finalSincChance, greyNoiseChance and cleanChance must lie in 0…1";
        foreach (var fault in First.Faults("first").Concat(Second.Faults("second")))
            yield return fault;
    }
}
