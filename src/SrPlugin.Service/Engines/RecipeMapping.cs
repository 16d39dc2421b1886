using SrPlugin.Imaging;
using SrPlugin.Inference.AddSr;
using SrPlugin.Inference.ColorFix;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Weights.Models;
using WireFormats = SrPlugin.Protocol.SampleFormat;

namespace SrPlugin.Service.Engines;

/// <summary>Turns what crossed the wire into what the inference library wants, and back.</summary>
internal static class RecipeMapping
{
    private static readonly ControlManifest _controls = ControlManifest.Load();

    /// <summary>A recipe with every setting that a model's family has a default for.</summary>
    public static Recipe Complete(Recipe? recipe, ModelDescription model) =>
        RecipeDefaults.Complete(recipe, model.Defaults, model.Family, _controls) with { Model = model.Id };

    /// <summary>The job's request.</summary>
    /// <param name="job">The job.</param>
    /// <param name="recipe">Complete.</param>
    /// <param name="defaults">The settings of the model's family.</param>
    public static UpscaleRequest ToRequest(EngineJob job, Recipe recipe, RestorerOptions defaults) => new()
    {
        Mode = recipe.Mode == "restore" ? UpscaleMode.Restore : UpscaleMode.Upscale,
        Factor = recipe.Scale!.Value,
        Selection = ToRectangle(job.Request.Selection),
        Mask = job.Mask is null ? null : new PixelBuffer(job.Request.Width, job.Request.Height, 1, ToFormat(job.Request.MaskFormat ?? WireFormats.UInt8), job.Mask),
        Feather = recipe.Feather!.Value,
        Options = ToOptions(recipe, defaults),
    };

    /// <summary>The picture of a job.</summary>
    public static PixelBuffer ToPixels(EngineJob job) =>
        new(job.Request.Width, job.Request.Height, job.Request.Channels, ToFormat(job.Request.SampleFormat), job.Pixels);

    public static PixelRectangle? ToRectangle(PictureArea? area) => area is { } given ? new PixelRectangle(given.X, given.Y, given.Width, given.Height) : null;

    public static ComputePrecision ToPrecision(Recipe recipe) => recipe.Precision switch
    {
        "fp32" => ComputePrecision.Float32,
        "bf16" => ComputePrecision.BFloat16,
        "fp16" => ComputePrecision.Float16,
        _ => ComputePrecision.Auto,
    };

    /// <summary>What a model wants instead of the controls' defaults; null where it wants nothing.</summary>
    public static Recipe? ToDefaults(ModelConfiguration? configuration) => configuration is null ? null : new Recipe
    {
        Prompt = configuration.PositivePrompt,
        NegativePrompt = configuration.NegativePrompt,
        Guidance = configuration.GuidanceScale,
        Blur = configuration.BlurScore,
        Noise = configuration.NoiseScore,
        StartTimestep = configuration.StartTimestep,
    };

    private static RestorerOptions ToOptions(Recipe recipe, RestorerOptions defaults)
    {
        RestorerOptions options = defaults with
        {
            PositivePrompt = recipe.Prompt!,
            NegativePrompt = recipe.NegativePrompt!,
            GuidanceScale = recipe.Guidance!.Value,
            Seed = recipe.Seed!.Value,
            ColorFix = Enum.Parse<ColorFixMode>(recipe.ColorFix!, ignoreCase: true),
            LatentMode = Enum.Parse<LatentMode>(recipe.Latent!, ignoreCase: true),
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

    private static Imaging.SampleFormat ToFormat(WireFormats format) => format switch
    {
        WireFormats.UInt8 => Imaging.SampleFormat.UInt8,
        WireFormats.UInt16 => Imaging.SampleFormat.UInt16,
        _ => Imaging.SampleFormat.Float32,
    };
}
