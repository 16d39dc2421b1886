namespace SrPlugin.Weights.Store;

/// <summary>How far an installation is.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="File">The file being worked on; null where it is none in particular.</param>
/// <param name="CompletedBytes">The bytes that are done; a smaller number where a download has to begin again.</param>
/// <param name="TotalBytes">The bytes of the whole stage; an estimate while sizes are not known.</param>
/// <param name="BytesPerSecond">The speed of the last seconds; 0 while unknown.</param>
/// <param name="TimeLeft">The time to the end of the stage at this speed; null while unknown.</param>
public sealed record InstallProgress(
    InstallStage Stage, string? File = null, long CompletedBytes = 0, long TotalBytes = 0, double BytesPerSecond = 0,
    TimeSpan? TimeLeft = null);
