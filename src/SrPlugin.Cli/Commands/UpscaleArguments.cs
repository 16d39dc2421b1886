using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.Cli.Commands;

/// <summary>What the user asked of <c>upscale</c>.</summary>
internal sealed record UpscaleArguments
{
    public required IReadOnlyList<string> Inputs { get; init; }

    public required string Output { get; init; }

    public string? Suffix { get; init; }

    public required bool Overwrite { get; init; }

    /// <summary>Which of several pages or frames to work on, from 1.</summary>
    public int? Page { get; init; }

    /// <summary>Whether to work on every page of a TIFF file, and write them all.</summary>
    public bool AllPages { get; init; }

    public PixelRectangle? Selection { get; init; }

    public string? MaskPath { get; init; }

    /// <summary>The settings given on the command line.</summary>
    public required Recipe Given { get; init; }

    /// <summary>The controls of these settings.</summary>
    public required IReadOnlyList<Control> GivenControls { get; init; }

    /// <summary>Name or file of the preset under them.</summary>
    public string? Preset { get; init; }

    /// <summary>The picture whose recipe lies under them.</summary>
    public string? RecipeFrom { get; init; }

    /// <summary>Name or file to save them as.</summary>
    public string? SavePreset { get; init; }

    /// <summary>Where before and after are drawn: a file for one picture, otherwise a folder; null for nowhere.</summary>
    public string? ComparisonPath { get; init; }

    /// <summary>Whether before and after share one picture, half of each, instead of standing side by side.</summary>
    public bool SplitsComparison { get; init; }

    /// <summary>Where the changes are drawn: a file for one picture, otherwise a folder; null for nowhere.</summary>
    public string? ChangeMapPath { get; init; }

    /// <summary>The most bytes of memory that the work may take; null for the machine's.</summary>
    public long? Memory { get; init; }

    /// <summary>Whether to go on with strips that an interrupted job has left.</summary>
    public bool Resume { get; init; }

    /// <summary>Whether strips that cannot be gone on with are cleared away instead of refused.</summary>
    public bool BeginsAgain { get; init; }

    public required bool ViaService { get; init; }

    /// <summary>Whether results keep nothing but their colour profile.</summary>
    public required bool StripMetadata { get; init; }

    public required ComputeDevice Device { get; init; }

    public required bool Json { get; init; }
}
