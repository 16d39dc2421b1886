using SrPlugin.Imaging;
using SrPlugin.Inference.S3Diff;

namespace SrPlugin.Inference.Jobs;

/// <summary>What a model made of a picture.</summary>
/// <param name="Image">[3, H, W], 0…1.</param>
/// <param name="Degradation">The score it was restored with, estimated or given.</param>
/// <param name="StageTimes">Time of every stage that ran, in order.</param>
public sealed record RestoredImage(PlanarImage Image, DegradationScore Degradation, IReadOnlyList<StageTime> StageTimes);
