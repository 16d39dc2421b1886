using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;

namespace SrPlugin.Cli.Commands;

/// <summary>What the user asked of <c>upscale</c>.</summary>
internal sealed record UpscaleArguments
{
    public required IReadOnlyList<string> Inputs { get; init; }

    public required string Output { get; init; }

    public string? Suffix { get; init; }

    public required bool Overwrite { get; init; }

    public required UpscaleMode Mode { get; init; }

    public required double Scale { get; init; }

    public PixelRectangle? Selection { get; init; }

    public string? MaskPath { get; init; }

    public required double Feather { get; init; }

    /// <summary>Names of the options the user set; the others may follow the model's wishes.</summary>
    public required IReadOnlySet<string> Given { get; init; }

    public required S3DiffOptions Options { get; init; }

    public required string Model { get; init; }

    public required ComputeDevice Device { get; init; }

    public required ComputePrecision Precision { get; init; }

    public required bool Json { get; init; }
}
