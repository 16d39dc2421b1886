namespace SrPlugin.Bench;

/// <summary>One measured job.</summary>
internal sealed record RunResult
{
    /// <summary>cold or warm.</summary>
    public required string Name { get; init; }

    /// <summary>The whole job.</summary>
    public required double Seconds { get; init; }

    public required double UserSeconds { get; init; }

    public required double SystemSeconds { get; init; }

    public required double GigaOperations { get; init; }

    public required double GigaFlops { get; init; }

    /// <summary>Largest resident memory during the job, the weights included.</summary>
    public required double PeakGiB { get; init; }

    /// <summary>Tensors that the job left alive, cached prompts not counted.</summary>
    public required long LiveTensors { get; init; }

    public required IReadOnlyList<StageResult> Stages { get; init; }
}
