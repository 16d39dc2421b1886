using System.Globalization;
using SrPlugin.Inference.ColorFix;
using SrPlugin.Inference.Errors;

namespace SrPlugin.Inference.S3Diff;

/// <summary>The settings of one S3Diff run.</summary>
public sealed record S3DiffOptions
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

    /// <summary>What the result should look like.</summary>
    public string PositivePrompt { get; init; } = DefaultPositivePrompt;

    /// <summary>What the result should not look like. Unused at guidance exactly 1.</summary>
    public string NegativePrompt { get; init; } = DefaultNegativePrompt;

    /// <summary>Weight of positive against negative prompt: negative + scale · (positive − negative). At least 1; exactly 1 skips the negative prompt.</summary>
    public double GuidanceScale { get; init; } = 1.07;

    /// <summary>
    /// The timestep the picture's latent is noised to before the UNet is called at that timestep, 1…999; the paper's ablation uses
    /// 250 and 500. 0 (the default) adds no noise and calls the UNet at the last timestep, 999.
    /// </summary>
    public int StartTimestep { get; init; }

    /// <summary>Mean of the latent distribution, or a seeded draw from it.</summary>
    public LatentMode LatentMode { get; init; } = LatentMode.Mode;

    /// <summary>Seed of every random draw of the run. Same source, settings, device and seed: same pixels.</summary>
    public long Seed { get; init; }

    /// <summary>How colours are pulled back to the source's.</summary>
    public ColorFixMode ColorFix { get; init; } = ColorFixMode.Wavelet;

    /// <summary>
    /// Side of the square the UNet sees at once, in latent cells, at least 8; latents of a larger area are tiled. Null takes 768 pixels'
    /// worth: 96 cells with SD's VAE, as upstream.
    /// </summary>
    public int? LatentTileSize { get; init; }

    /// <summary>
    /// Overlap of neighbouring latent tiles, in latent cells, at least 0; cut to half of the tile where that is less. Null takes a third of
    /// the tile: 32 cells of 96, as upstream.
    /// </summary>
    public int? LatentTileOverlap { get; init; }

    /// <summary>Checks every setting.</summary>
    /// <exception cref="InvalidOptionsException">Some settings are out of range: all of them are named.</exception>
    public void Validate()
    {
        var faults = Faults();
        if (faults.Count > 0)
            throw new InvalidOptionsException(faults);
    }

    /// <summary>One sentence for every setting out of range.</summary>
    internal List<string> Faults()
    {
        var faults = new List<string>();
        Score("Blur", Blur);
        Score("Noise", Noise);
        Check(PositivePrompt is not null, $"The positive prompt is null; an empty prompt is allowed.");
        Check(NegativePrompt is not null, $"The negative prompt is null; an empty prompt is allowed.");
        Check(double.IsFinite(GuidanceScale) && GuidanceScale >= 1, $"Guidance is {GuidanceScale}; it must be a number of at least 1.");
        Check(StartTimestep is >= 0 and <= 999, $"The starting timestep is {StartTimestep}; it must lie in 0…999.");
        Check(Enum.IsDefined(LatentMode), $"The latent mode is {(int)LatentMode}, which is not one of {string.Join(", ", Enum.GetNames<LatentMode>())}.");
        Check(Enum.IsDefined(ColorFix), $"The colour fix is {(int)ColorFix}, which is not one of {string.Join(", ", Enum.GetNames<ColorFixMode>())}.");
        Check(LatentTileSize is null or >= 8, $"The latent tile size is {LatentTileSize}; it must be at least 8, or absent.");
        Check(LatentTileOverlap is null or >= 0, $"The latent tile overlap is {LatentTileOverlap}; it must be at least 0, or absent.");
        return faults;

        void Score(string name, float? value) =>
            Check(value is null or (>= 0 and <= 1), $"{name} is {value}; it must lie in 0…1, or be absent to be estimated.");

        void Check(bool holds, FormattableString fault)
        {
            if (!holds)
                faults.Add(fault.ToString(CultureInfo.InvariantCulture));
        }
    }
}
