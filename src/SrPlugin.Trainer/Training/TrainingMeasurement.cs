namespace SrPlugin.Trainer.Training;

/// <summary>Gain over bicubic enlargement on held-out photos.</summary>
/// <param name="Step">After how many steps.</param>
/// <param name="DegradedGain">Mean PSNR-Y gain in dB on degraded sources (blur 1.2, ↓4, noise 4, JPEG 75).</param>
/// <param name="CleanGain">The same on sources that were only reduced.</param>
public sealed record TrainingMeasurement(long Step, double DegradedGain, double CleanGain)
{
    /// <summary>
    /// PSNR-Y of the result, and its gain over the source, at the picture's own size, by kind of damage; empty for models that only
    /// enlarge.
    /// </summary>
    public IReadOnlyList<string> OwnSize { get; init; } = [];
}
