using System.Globalization;
using SrPlugin.Imaging;
using SrPlugin.Inference.AddSr;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Protocol;
using SrPlugin.Weights.Models;

namespace SrPlugin.Jobs;

/// <summary>What a recipe means to the inference library: the same in the service as on the command line.</summary>
public static class RecipeMapping
{
    /// <summary>What a model wants instead of the controls' defaults.</summary>
    /// <param name="model">Its manifest's configuration; null without one.</param>
    /// <returns>Null where the model wants nothing.</returns>
    public static Recipe? DefaultsOf(ModelConfiguration? model) => model is null ? null : new Recipe
    {
        Prompt = model.PositivePrompt,
        NegativePrompt = model.NegativePrompt,
        Guidance = model.GuidanceScale,
        Blur = model.BlurScore,
        Noise = model.NoiseScore,
        StartTimestep = model.StartTimestep,
        WorkingScale = model.WorkingScale,
        ColorFix = model.ColorFix,
    };

    /// <summary>The precision to load the model in.</summary>
    /// <param name="recipe">Complete.</param>
    public static ComputePrecision PrecisionOf(Recipe recipe) => RecipeChoices.Precisions[recipe.Precision!];

    /// <summary>The request for one picture.</summary>
    /// <param name="recipe">Complete.</param>
    /// <param name="selection">The part to work on; null for the whole.</param>
    /// <param name="mask">The selection's coverage, of the picture's size; null without one.</param>
    /// <param name="defaults">The settings of the model's family.</param>
    public static UpscaleRequest ToRequest(Recipe recipe, PixelRectangle? selection, PixelBuffer? mask, RestorerOptions defaults) => new()
    {
        Mode = RecipeChoices.Modes[recipe.Mode!],
        Factor = recipe.Scale!.Value,
        Strength = recipe.Strength!.Value,
        Selection = selection,
        Mask = mask,
        Feather = recipe.Feather!.Value,
        WorkingScale = recipe.WorkingScale,
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
            ColorFix = RecipeChoices.ColorFixes[recipe.ColorFix!],
            LatentMode = RecipeChoices.Latents[recipe.Latent!],
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
            S3DiffOptions s3Diff =>
                s3Diff with { Blur = (float?)recipe.Blur, Noise = (float?)recipe.Noise, StartTimestep = recipe.StartTimestep ?? 0 },
            _ => options,
        };
    }

    /// <summary>
    /// The scores as a recipe holds them: the shortest decimals that read back as the very float that was used, so that they repeat the
    /// result.
    /// </summary>
    public static DegradationScores ToScores(DegradationScore score) => new(Exact(score.Blur), Exact(score.Noise));

    private static double Exact(float value) =>
        double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) is var shortest && (float)shortest == value
            ? shortest
            : value;
}
