using System.Text.Json.Serialization;
using SrPlugin.Protocol;

namespace SrPlugin.Cli.Output;

/// <summary>What became of one file of <c>upscale</c>, as JSON.</summary>
internal sealed record UpscaleReport
{
    public required string Input { get; init; }

    public bool Ok => true;

    public required string Output { get; init; }

    /// <summary>Pixels of the source.</summary>
    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int OutputWidth { get; init; }

    public required int OutputHeight { get; init; }

    public required string Mode { get; init; }

    public required double Scale { get; init; }

    public double? Blur { get; init; }

    public double? Noise { get; init; }

    public required long Seed { get; init; }

    public required string Model { get; init; }

    /// <summary>SHA-256 over the model's files.</summary>
    public required string ModelHash { get; init; }

    public required bool ViaService { get; init; }

    /// <summary>From reading the file to the renamed result.</summary>
    public required double Seconds { get; init; }

    /// <summary>Every setting that was used; the picture itself says it too.</summary>
    [JsonIgnore]
    public Recipe? Recipe { get; init; }

    /// <summary>What was changed or left out; null for nothing.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>Strips that the picture was worked on in; null where it was worked on as a whole.</summary>
    public int? Strips { get; init; }

    /// <summary>Seconds of every stage; null where the service did the work.</summary>
    public IReadOnlyDictionary<string, double>? Stages { get; init; }
}
