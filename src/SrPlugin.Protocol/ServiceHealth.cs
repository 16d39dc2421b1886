namespace SrPlugin.Protocol;

/// <summary>How the service is.</summary>
public sealed record ServiceHealth
{
    /// <summary>Version of the service.</summary>
    public required string Version { get; init; }

    /// <summary>The protocol it speaks.</summary>
    public required int ProtocolVersion { get; init; }

    /// <summary>Its process.</summary>
    public required int ProcessId { get; init; }

    /// <summary><c>real</c> or <c>test</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>The device asked for, or in use once a model is loaded.</summary>
    public required string Device { get; init; }

    /// <summary>Its log's file; null from a service that does not say.</summary>
    public string? LogPath { get; init; }

    /// <summary>Seconds since it started.</summary>
    public required double UptimeSeconds { get; init; }

    /// <summary>Bytes of memory the process holds.</summary>
    public required long ProcessBytes { get; init; }

    /// <summary>Bytes of the machine's memory.</summary>
    public required long MachineBytes { get; init; }

    /// <summary>Bytes of it that programs can still get.</summary>
    public required long AvailableBytes { get; init; }

    /// <summary>Jobs waiting.</summary>
    public required int QueuedJobs { get; init; }

    /// <summary>Most jobs that may wait.</summary>
    public required int QueueCapacity { get; init; }

    /// <summary>Jobs begun and not ended, an overtaken one included.</summary>
    public required int RunningJobs { get; init; }

    /// <summary>Jobs that ended well since the start.</summary>
    public required long CompletedJobs { get; init; }

    /// <summary>Jobs that ended otherwise since the start.</summary>
    public required long FailedJobs { get; init; }

    /// <summary>Tensors alive in the inference threads, for finding leaks; 0 where the engine has none.</summary>
    public long? LiveTensors { get; init; }

    /// <summary>Ids of the models in memory.</summary>
    public required IReadOnlyList<string> ResidentModels { get; init; }
}
