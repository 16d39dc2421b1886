namespace SrPlugin.Trainer.Training;

/// <summary>Where a run stands; reported about every ten seconds of work.</summary>
/// <param name="Stage">What is being trained.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">Mean loss of the last stretch.</param>
/// <param name="SecondsPerStep">Measured over the last stretch.</param>
/// <param name="Remaining">Estimated time to the end of this stage.</param>
/// <param name="Measurement">The newest measurement on held-out photos, if one was made in this stretch.</param>
public sealed record TrainingProgress(
    TrainingStage Stage, long Step, long Steps, double Loss, double SecondsPerStep, TimeSpan Remaining, TrainingMeasurement? Measurement);
