using SrPlugin.Cli.Controls;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Protocol;
using SrPlugin.Weights.Models;

namespace SrPlugin.Cli.Upscaling;

/// <summary>What a recipe means to the inference library.</summary>
internal static class LocalRecipe
{
    /// <summary>What a model wants where the user said nothing.</summary>
    /// <param name="model">Its manifest's configuration; null without one.</param>
    public static Recipe? DefaultsOf(ModelConfiguration? model) => model is null ? null : new Recipe
    {
        Prompt = model.PositivePrompt,
        NegativePrompt = model.NegativePrompt,
        Guidance = model.GuidanceScale,
        Blur = model.BlurScore,
        Noise = model.NoiseScore,
        StartTimestep = model.StartTimestep,
    };

    public static ComputePrecision PrecisionOf(Recipe recipe) => ControlChoices.Precisions[recipe.Precision!];

    /// <summary>The request for one picture.</summary>
    /// <param name="recipe">Complete.</param>
    /// <param name="job">The picture.</param>
    public static UpscaleRequest ToRequest(Recipe recipe, PictureJob job) => new()
    {
        Mode = ControlChoices.Modes[recipe.Mode!],
        Factor = recipe.Scale!.Value,
        Selection = job.Selection,
        Mask = job.Mask,
        Feather = recipe.Feather!.Value,
        Options = new S3DiffOptions
        {
            Blur = (float?)recipe.Blur,
            Noise = (float?)recipe.Noise,
            PositivePrompt = recipe.Prompt!,
            NegativePrompt = recipe.NegativePrompt!,
            GuidanceScale = recipe.Guidance!.Value,
            StartTimestep = recipe.StartTimestep ?? 0,
            Seed = recipe.Seed!.Value,
            ColorFix = ControlChoices.ColorFixes[recipe.ColorFix!],
            LatentMode = ControlChoices.Latents[recipe.Latent!],
            LatentTileSize = recipe.Tile,
        },
    };
}
