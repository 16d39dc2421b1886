using SrPlugin.Imaging;
using SrPlugin.Inference.S3Diff;

namespace SrPlugin.Inference.Jobs;

/// <summary>What a model made of a picture.</summary>
/// <param name="Image">[3, H, W], 0…1.</param>
/// <param name="Degradation">The score it was restored with, estimated or given; null for models that know none.</param>
/// <param name="StageTimes">Time of every stage that ran, in order.</param>
public sealed record RestoredImage(PlanarImage Image, DegradationScore? Degradation, IReadOnlyList<StageTime> StageTimes)
{
    /// <summary>What the model recognised in the source; empty for models that do not look.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}
