using SrPlugin.Cli.Controls;
using SrPlugin.Inference.AddSr;
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
    /// <param name="defaults">The settings of the model's family.</param>
    public static UpscaleRequest ToRequest(Recipe recipe, PictureJob job, RestorerOptions defaults) => new()
    {
        Mode = ControlChoices.Modes[recipe.Mode!],
        Factor = recipe.Scale!.Value,
        Selection = job.Selection,
        Mask = job.Mask,
        Feather = recipe.Feather!.Value,
        Options = ToOptions(recipe, defaults),
    };

    /// <summary>The model's settings.</summary>
    /// <param name="recipe">Complete.</param>
    /// <param name="defaults">The settings of the model's family.</param>
    public static RestorerOptions ToOptions(Recipe recipe, RestorerOptions defaults)
    {
        RestorerOptions options = defaults with
        {
            PositivePrompt = recipe.Prompt!,
            NegativePrompt = recipe.NegativePrompt!,
            GuidanceScale = recipe.Guidance!.Value,
            Seed = recipe.Seed!.Value,
            ColorFix = ControlChoices.ColorFixes[recipe.ColorFix!],
            LatentMode = ControlChoices.Latents[recipe.Latent!],
            LatentTileSize = recipe.Tile,
        };
        return options switch
        {
            AddSrOptions addSr => addSr with
            {
                StepCount = recipe.Steps ?? addSr.StepCount,
                SelfRefinementWeight = recipe.Refinement ?? addSr.SelfRefinementWeight,
                ConditioningScale = recipe.ConditioningScale ?? addSr.ConditioningScale,
            },
            S3DiffOptions s3Diff => s3Diff with { Blur = (float?)recipe.Blur, Noise = (float?)recipe.Noise, StartTimestep = recipe.StartTimestep ?? 0 },
            _ => options,
        };
    }
}
