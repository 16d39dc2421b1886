namespace SrPlugin.Inference.Jobs;

/// <summary>Time one stage of a job took.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Elapsed">Its wall-clock time.</param>
public readonly record struct StageTime(JobStage Stage, TimeSpan Elapsed);
