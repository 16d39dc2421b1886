namespace SrPlugin.Protocol;

/// <summary>Where a job stands.</summary>
public sealed record JobStatus
{
    /// <summary>What the job is called.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState State { get; init; }

    /// <summary>How far it is; null before it starts.</summary>
    public JobProgress? Progress { get; init; }

    /// <summary>What it made, when completed.</summary>
    public JobResult? Result { get; init; }

    /// <summary>Why it ended, when failed or cancelled.</summary>
    public ErrorResponse? Error { get; init; }
}
