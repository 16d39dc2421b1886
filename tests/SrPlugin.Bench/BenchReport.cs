using SrPlugin.Cli.Diagnostics;
namespace SrPlugin.Bench;

/// <summary>Everything <c>bench</c> measured, as JSON.</summary>
internal sealed record BenchReport
{
    public required string Version { get; init; }

    public required string Processor { get; init; }

    public required int Threads { get; init; }

    public required string Device { get; init; }

    public required string Precision { get; init; }

    public required string Model { get; init; }

    /// <summary>Columns and rows of the source and of the result.</summary>
    public required string Picture { get; init; }

    public required double LoadSeconds { get; init; }

    /// <summary>Seconds of the text encoder for one prompt, cold and warm; null where it was not measured on its own.</summary>
    public IReadOnlyList<double>? TextEncoderSeconds { get; init; }

    public required IReadOnlyList<PeakSample> Peaks { get; init; }

    public required IReadOnlyList<RunResult> Runs { get; init; }

    /// <summary>Middle of the warm runs; null where there is none.</summary>
    public double? WarmSeconds { get; init; }

    /// <summary>Share of the convolution peak that the warm runs reached.</summary>
    public double? ShareOfPeak { get; init; }

    /// <summary>Largest resident memory from the start of loading to the end of the last run.</summary>
    public required double PeakGiB { get; init; }

    /// <summary>Seconds that the same sequence of calls takes with hardly any arithmetic in it; an upper bound for what C# adds.</summary>
    public double? OverheadSeconds { get; init; }

    /// <summary><see cref="OverheadSeconds"/> as a share of the warm runs.</summary>
    public double? OverheadShare { get; init; }
}
