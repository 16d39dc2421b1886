using SrPlugin.Inference.ColorFix;
using SrPlugin.Inference.Jobs;

namespace SrPlugin.Inference.S3Diff;

/// <summary>The settings of one S3Diff run.</summary>
public sealed record S3DiffOptions : RestorerOptions
{
    /// <summary>The paper's positive prompt.</summary>
    public const string DefaultPositivePrompt =
        "A high-resolution, 8K, ultra-realistic image with sharp focus, vibrant colors, and natural lighting.";

    /// <summary>The paper's negative prompt.</summary>
    public const string DefaultNegativePrompt =
        "oil painting, cartoon, blur, dirty, messy, low quality, deformation, low resolution, oversmooth";

    /// <summary>Blur score, 0…1; null estimates it from the source.</summary>
    public float? Blur { get; init; }

    /// <summary>Noise score, 0…1; null estimates it from the source.</summary>
    public float? Noise { get; init; }

    /// <inheritdoc/>
    public override string PositivePrompt { get; init; } = DefaultPositivePrompt;

    /// <inheritdoc/>
    public override string NegativePrompt { get; init; } = DefaultNegativePrompt;

    /// <inheritdoc/>
    public override double GuidanceScale { get; init; } = 1.07;

    /// <summary>
    /// The timestep the picture's latent is noised to before the UNet is called at that timestep, 1…999; the paper's ablation uses
    /// 250 and 500. 0 (the default) adds no noise and calls the UNet at the last timestep, 999.
    /// </summary>
    public int StartTimestep { get; init; }

    /// <inheritdoc/>
    public override LatentMode LatentMode { get; init; } = LatentMode.Mode;

    /// <inheritdoc/>
    public override ColorFixMode ColorFix { get; init; } = ColorFixMode.Wavelet;

    private protected override void FindFaults(Action<bool, FormattableString> check)
    {
        Score("Blur", Blur);
        Score("Noise", Noise);
        check(StartTimestep is >= 0 and <= 999, $"The starting timestep is {StartTimestep}; it must lie in 0…999.");

        void Score(string name, float? value) =>
            check(value is null or (>= 0 and <= 1), $"{name} is {value}; it must lie in 0…1, or be absent to be estimated.");
    }
}
