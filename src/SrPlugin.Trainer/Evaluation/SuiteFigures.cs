namespace SrPlugin.Trainer.Evaluation;

/// <summary>
/// Means over all photos of one case, of the result and, beside it, of the source (enlarged bicubically where the case enlarges).
/// </summary>
/// <param name="Case">The damage.</param>
/// <param name="Result">What the model made of it.</param>
/// <param name="Source">Without the model.</param>
public sealed record SuiteFigures(SuiteCase Case, PictureFigures Result, PictureFigures Source);
