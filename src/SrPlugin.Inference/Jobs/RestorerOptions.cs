using System.Globalization;
using SrPlugin.Inference.ColorFix;
using SrPlugin.Inference.Errors;
using SrPlugin.Inference.S3Diff;

namespace SrPlugin.Inference.Jobs;

/// <summary>The settings that every model family has; each family has a record of its own with the rest and with its defaults.</summary>
public abstract record RestorerOptions
{
    /// <summary>What the result should look like.</summary>
    public abstract string PositivePrompt { get; init; }

    /// <summary>What the result should not look like. Unused at guidance exactly 1.</summary>
    public abstract string NegativePrompt { get; init; }

    /// <summary>
    /// Weight of positive against negative prompt: negative + scale · (positive − negative). At least 1; exactly 1 skips the negative
    /// prompt.
    /// </summary>
    public abstract double GuidanceScale { get; init; }

    /// <summary>Mean of the latent distribution, or a seeded draw from it.</summary>
    public abstract LatentMode LatentMode { get; init; }

    /// <summary>How colours are pulled back to the source's.</summary>
    public abstract ColorFixMode ColorFix { get; init; }

    /// <summary>Seed of every random draw of the run. Same source, settings, device and seed: same pixels.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// Side of the square the UNet sees at once, in latent cells, at least 8; latents of a larger area are tiled. Null takes 768 pixels'
    /// worth: 96 cells with SD's VAE, as S3Diff does.
    /// </summary>
    public int? LatentTileSize { get; init; }

    /// <summary>
    /// Overlap of neighbouring latent tiles, in latent cells, at least 0; cut to half of the tile where that is less. Null takes a third of
    /// the tile: 32 cells of 96, as S3Diff does.
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
        FindFaults(Check);
        Check(PositivePrompt is not null, $"The positive prompt is null; an empty prompt is allowed.");
        Check(NegativePrompt is not null, $"The negative prompt is null; an empty prompt is allowed.");
        Check(double.IsFinite(GuidanceScale) && GuidanceScale >= 1, $"Guidance is {GuidanceScale}; it must be a number of at least 1.");
        Check(
            Enum.IsDefined(LatentMode),
            $"The latent mode is {(int)LatentMode}, which is not one of {string.Join(", ", Enum.GetNames<LatentMode>())}.");
        Check(
            Enum.IsDefined(ColorFix),
            $"The colour fix is {(int)ColorFix}, which is not one of {string.Join(", ", Enum.GetNames<ColorFixMode>())}.");
        Check(LatentTileSize is null or >= 8, $"The latent tile size is {LatentTileSize}; it must be at least 8, or absent.");
        Check(LatentTileOverlap is null or >= 0, $"The latent tile overlap is {LatentTileOverlap}; it must be at least 0, or absent.");
        return faults;

        void Check(bool holds, FormattableString fault)
        {
            if (!holds)
                faults.Add(fault.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Checks the family's own settings.</summary>
    /// <param name="check">Takes whether a setting is right, and the sentence that says what is wrong otherwise.</param>
    private protected abstract void FindFaults(Action<bool, FormattableString> check);
}
