using SrPlugin.Imaging;
using SrPlugin.Inference.Jobs;

namespace SrPlugin.Inference.S3Diff;

/// <summary>S3Diff: one-step super-resolution by a diffusion model whose LoRA follows the picture's degradation.</summary>
public sealed class S3DiffPipeline : IImageRestorer, IDisposable
{
    internal S3DiffPipeline()
    {
    }

    /// <inheritdoc/>
    public int NativeFactor => 4;

    /// <inheritdoc/>
    public DegradationScore EstimateDegradation(PlanarImage source, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The pipeline is not built yet.");

    /// <inheritdoc/>
    public RestoredImage Restore(
        PlanarImage source, int width, int height, S3DiffOptions options, IProgress<JobProgress>? progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The pipeline is not built yet.");

    /// <summary>Frees all weights.</summary>
    public void Dispose()
    {
    }
}
