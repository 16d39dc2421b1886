using SrPlugin.Inference.ColorFix;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;

namespace SrPlugin.Jobs;

/// <summary>What the words of the choice controls mean to the inference library.</summary>
public static class RecipeChoices
{
    public static IReadOnlyDictionary<string, UpscaleMode> Modes { get; } = new Dictionary<string, UpscaleMode>
    {
        ["upscale"] = UpscaleMode.Upscale,
        ["restore"] = UpscaleMode.Restore,
    };

    public static IReadOnlyDictionary<string, ColorFixMode> ColorFixes { get; } = new Dictionary<string, ColorFixMode>
    {
        ["wavelet"] = ColorFixMode.Wavelet,
        ["adain"] = ColorFixMode.Adain,
        ["none"] = ColorFixMode.None,
    };

    public static IReadOnlyDictionary<string, LatentMode> Latents { get; } = new Dictionary<string, LatentMode>
    {
        ["mode"] = LatentMode.Mode,
        ["sample"] = LatentMode.Sample,
    };

    public static IReadOnlyDictionary<string, ComputePrecision> Precisions { get; } = new Dictionary<string, ComputePrecision>
    {
        ["auto"] = ComputePrecision.Auto,
        ["fp32"] = ComputePrecision.Float32,
        ["bf16"] = ComputePrecision.BFloat16,
        ["fp16"] = ComputePrecision.Float16,
    };
}
