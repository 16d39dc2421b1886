namespace SrPlugin.Protocol;

/// <summary>A failure as it crosses the wire.</summary>
public sealed record ErrorResponse
{
    /// <summary>What kind of failure.</summary>
    public required ErrorCode Code { get; init; }

    /// <summary>What failed, with the values; for people.</summary>
    public required string Message { get; init; }

    /// <summary>What the user can do; empty where the message says it.</summary>
    public string? Remedy { get; init; }
}
