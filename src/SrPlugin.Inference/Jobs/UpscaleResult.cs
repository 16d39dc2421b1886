using SrPlugin.Imaging;
using SrPlugin.Inference.S3Diff;

namespace SrPlugin.Inference.Jobs;

/// <summary>What a job returns.</summary>
/// <param name="Pixels">The picture, with the source's channels and sample format.</param>
/// <param name="Degradation">The score it was restored with, estimated or given; null for models that know none.</param>
/// <param name="StageTimes">Time of every stage that ran, in order.</param>
public sealed record UpscaleResult(PixelBuffer Pixels, DegradationScore? Degradation, IReadOnlyList<StageTime> StageTimes);
