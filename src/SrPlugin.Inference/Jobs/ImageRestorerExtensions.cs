using SrPlugin.Imaging;

namespace SrPlugin.Inference.Jobs;

/// <summary>Calls of <see cref="IImageRestorer"/> for programs that run one job at a time.</summary>
public static class ImageRestorerExtensions
{
    /// <summary>Restores a picture at a given size, without checkpoints for other jobs.</summary>
    /// <inheritdoc cref="IImageRestorer.Restore"/>
    public static RestoredImage Restore(
        this IImageRestorer restorer, PlanarImage source, int width, int height, RestorerOptions options, IProgress<JobProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(restorer);
        return restorer.Restore(source, width, height, options, null, progress, cancellationToken);
    }
}
