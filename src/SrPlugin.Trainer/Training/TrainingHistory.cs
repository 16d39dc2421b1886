namespace SrPlugin.Trainer.Training;

/// <summary>What a run has measured so far: the material of the loss curve.</summary>
public sealed record TrainingHistory
{
    /// <summary>Mean loss of successive stretches of steps.</summary>
    public List<TrainingLoss> Losses { get; init; } = [];

    /// <summary>Measurements on held-out photos.</summary>
    public List<TrainingMeasurement> Measurements { get; init; } = [];

    /// <summary>Seconds spent training, over all resumptions.</summary>
    public double Seconds { get; set; }
}
