using System.Text.Json;
using SrPlugin.Inference.ColorFix;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Testing;

namespace SrPlugin.Inference.Tests.S3Diff;

/// <summary>The JSON beside a golden file: which call made it.</summary>
internal sealed class GoldenSettings
{
    private readonly JsonElement _root;

    public GoldenSettings(string name) =>
        _root = JsonDocument.Parse(File.ReadAllText(GoldenFolder.PathOf($"s3diff/{name}.json"))).RootElement;

    public int LatentTileSize => _root.GetProperty("latent_tiled_size").GetInt32();

    public int LatentTileOverlap => _root.GetProperty("latent_tiled_overlap").GetInt32();

    public bool IsEstimated => _root.GetProperty("degradation").GetString() == "estimated";

    public int Height => _root.GetProperty("crop")[0].GetInt32();

    public int Width => _root.GetProperty("crop")[1].GetInt32();

    public ColorFixMode ColorFix => _root.GetProperty("align_method").GetString() switch
    {
        "wavelet" => ColorFixMode.Wavelet,
        "adain" => ColorFixMode.Adain,
        "nofix" => ColorFixMode.None,
        var other => throw new NotSupportedException($"align_method {other}"),
    };

    /// <summary>Guidance and prompts; the latent is a draw with injected noise, as upstream's is.</summary>
    public S3DiffOptions Options => new()
    {
        GuidanceScale = _root.GetProperty("guidance_scale").GetDouble(),
        PositivePrompt = _root.GetProperty("prompts").GetProperty("pos").GetString()!,
        NegativePrompt = _root.GetProperty("prompts").GetProperty("neg").GetString()!,
        LatentMode = LatentMode.Sample,
    };
}
