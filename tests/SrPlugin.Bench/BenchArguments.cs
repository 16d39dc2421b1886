using SrPlugin.Inference.Devices;

namespace SrPlugin.Bench;

/// <summary>What the user asked of <c>bench</c>.</summary>
internal sealed record BenchArguments
{
    public required bool RealSize { get; init; }

    public required bool Check { get; init; }

    public required string? GoldenFolder { get; init; }

    public required int Runs { get; init; }

    public required int Soak { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Steps of a model that takes several.</summary>
    public required int Steps { get; init; }

    /// <summary>Whether the networks of real size are AddSR's.</summary>
    public bool IsRealAddSr => RealSize && Model.StartsWith("addsr", StringComparison.Ordinal);

    public required string Model { get; init; }

    public required ComputeDevice Device { get; init; }

    public required ComputePrecision Precision { get; init; }

    public required bool Json { get; init; }
}
