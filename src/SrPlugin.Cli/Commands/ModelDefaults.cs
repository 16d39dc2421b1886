using SrPlugin.Inference.S3Diff;
using SrPlugin.Weights.Models;

namespace SrPlugin.Cli.Commands;

/// <summary>What a model wants where the user said nothing.</summary>
internal static class ModelDefaults
{
    /// <summary>Lets the model's manifest fill what the user left open.</summary>
    /// <param name="options">The user's settings over the program's defaults.</param>
    /// <param name="model">The model's wishes; null where it has no manifest.</param>
    /// <param name="isGiven">Whether the user set an option, by its name.</param>
    public static S3DiffOptions Apply(S3DiffOptions options, ModelConfiguration? model, Func<string, bool> isGiven)
    {
        if (model is null)
            return options;
        return options with
        {
            PositivePrompt = isGiven("prompt") ? options.PositivePrompt : model.PositivePrompt ?? options.PositivePrompt,
            NegativePrompt = isGiven("negative-prompt") ? options.NegativePrompt : model.NegativePrompt ?? options.NegativePrompt,
            GuidanceScale = isGiven("guidance") ? options.GuidanceScale : model.GuidanceScale ?? options.GuidanceScale,
            Blur = isGiven("blur") ? options.Blur : (float?)model.BlurScore ?? options.Blur,
            Noise = isGiven("noise") ? options.Noise : (float?)model.NoiseScore ?? options.Noise,
            StartTimestep = isGiven("start-timestep") ? options.StartTimestep : model.StartTimestep ?? options.StartTimestep,
        };
    }
}
