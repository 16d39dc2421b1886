namespace SrPlugin.Trainer.Evaluation;

/// <summary>How well a model restores photos, against bicubic enlargement ×4.</summary>
/// <param name="Degraded">Sources with blur 1.2 pixels, ↓4, noise 4 levels and JPEG quality 75.</param>
/// <param name="Clean">Sources that were only reduced.</param>
/// <param name="BlurCorrelation">Spearman's correlation of estimated and applied blur scores.</param>
/// <param name="NoiseCorrelation">The same for noise.</param>
public sealed record ModelFigures(
    IReadOnlyList<RestorationFigures> Degraded, IReadOnlyList<RestorationFigures> Clean, double BlurCorrelation, double NoiseCorrelation);
