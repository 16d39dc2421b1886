namespace SrPlugin.Protocol;

/// <summary>A job that runs or waits, for who watches the service.</summary>
public sealed record JobSummary
{
    /// <summary>The beginning of the job's id: enough to tell it from others, not to ask for it.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState State { get; init; }

    /// <summary>The program that sent it.</summary>
    public required string Host { get; init; }

    /// <summary>The process that sent it; 0 where the system does not tell.</summary>
    public int ProcessId { get; init; }

    /// <summary>Which queue it waits, or waited, in.</summary>
    public required JobPriority Priority { get; init; }

    /// <summary>Whether only the degradation's scores are wanted.</summary>
    public bool IsEstimate { get; init; }

    /// <summary>The id of its model.</summary>
    public required string Model { get; init; }

    /// <summary>Pixels in a row of the picture.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of the picture.</summary>
    public required int Height { get; init; }

    /// <summary>How far it is; null before it starts.</summary>
    public JobProgress? Progress { get; init; }

    /// <summary>Seconds for which it has waited, or waited before it started.</summary>
    public double WaitedSeconds { get; init; }

    /// <summary>Seconds since it started, pauses included; null while it waits.</summary>
    public double? RunningSeconds { get; init; }
}
