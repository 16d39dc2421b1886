namespace SrPlugin.Trainer.Training;

/// <summary>Mean loss of a stretch of steps.</summary>
/// <param name="Step">The last step of the stretch.</param>
/// <param name="Value">The mean.</param>
public sealed record TrainingLoss(long Step, double Value);
