using SrPlugin.Imaging;
using SrPlugin.Inference.Jobs;
using SrPlugin.Protocol;

namespace SrPlugin.Jobs;

/// <summary>What a job made.</summary>
/// <param name="Pixels">The picture, with the source's channels and sample format.</param>
/// <param name="Recipe">Every setting that was used, the estimated scores included.</param>
/// <param name="Scores">The scores used; null when the model knows none.</param>
/// <param name="StageTimes">The time of every stage.</param>
public sealed record JobOutcome(PixelBuffer Pixels, Recipe Recipe, DegradationScores? Scores, IReadOnlyList<StageTime> StageTimes)
{
    /// <summary>SHA-256 over the model's files; empty when it was not asked for.</summary>
    public string ModelHash { get; init; } = "";
}
