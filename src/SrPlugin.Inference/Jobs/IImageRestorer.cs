using SrPlugin.Imaging;
using SrPlugin.Inference.Errors;
using SrPlugin.Inference.S3Diff;

namespace SrPlugin.Inference.Jobs;

/// <summary>What <see cref="Upscaler"/> needs of a model: opaque RGB in, opaque RGB of a given size out.</summary>
public interface IImageRestorer
{
    /// <summary>The factor the model was made for.</summary>
    int NativeFactor { get; }

    /// <summary>
    /// By what factor Restore lets it enlarge a picture, which is then reduced to its own size again. 1 only for models that take pictures
    /// as sharp as they are: others read fine detail as the blocks and rings of an enlarged picture.
    /// </summary>
    int RestoreFactor { get; }

    /// <summary>
    /// Bytes of the machine's memory that a pixel of the result takes while it is made, the networks' feature maps aside: jobs that the
    /// machine cannot hold are refused by it.
    /// </summary>
    int BytesPerPixel { get; }

    /// <summary>Settings of this model's family, all at their defaults.</summary>
    RestorerOptions DefaultOptions { get; }

    /// <summary>Estimates how blurred and noisy a picture is.</summary>
    /// <param name="source">[3, H, W], 0…1, any size from 1×1.</param>
    /// <param name="cancellationToken">Stops between two parts of the picture.</param>
    /// <exception cref="EstimatorMissingException">The model cannot tell.</exception>
    /// <exception cref="UnusableOutputException">What the model tells is no score.</exception>
    DegradationScore EstimateDegradation(PlanarImage source, CancellationToken cancellationToken);

    /// <summary>Restores a picture at a given size.</summary>
    /// <param name="source">[3, H, W], 0…1, any size from 1×1.</param>
    /// <param name="width">Columns of the result, at least the source's.</param>
    /// <param name="height">Rows of the result, at least the source's.</param>
    /// <param name="options">The settings, already valid, of the model's family.</param>
    /// <param name="checkpoint">Passed between tiles and bands, where another job may run on this restorer; null when none can.</param>
    /// <param name="progress">Told of every tile and band, on the calling thread; null for nobody.</param>
    /// <param name="cancellationToken">Stops within a tile or band.</param>
    /// <exception cref="ArgumentException">The settings are another family's.</exception>
    /// <exception cref="UnusableOutputException">The result is not a picture (see <see cref="PictureGuard"/>).</exception>
    RestoredImage Restore(
        PlanarImage source, int width, int height, RestorerOptions options, IJobCheckpoint? checkpoint, IProgress<JobProgress>? progress,
        CancellationToken cancellationToken);
}
