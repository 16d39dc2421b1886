namespace SrPlugin.Protocol;

/// <summary>Names of a job's server-sent events. Others may come: ignore what you do not know.</summary>
public static class JobEvents
{
    /// <summary>Carries a <see cref="JobProgress"/>.</summary>
    public const string Progress = "progress";

    /// <summary>Carries a <see cref="JobPreview"/>.</summary>
    public const string Preview = "preview";

    /// <summary>Carries a <see cref="JobHeartbeat"/>; comes every few seconds, whatever the job does.</summary>
    public const string Heartbeat = "heartbeat";

    /// <summary>Carries a <see cref="JobResult"/>; the last event.</summary>
    public const string Completed = "completed";

    /// <summary>Carries an <see cref="ErrorResponse"/>, also for a cancelled job; the last event.</summary>
    public const string Failed = "failed";
}
