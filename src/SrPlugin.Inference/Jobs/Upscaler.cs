using SrPlugin.Imaging;
using SrPlugin.Inference.Errors;
using SrPlugin.Inference.S3Diff;

namespace SrPlugin.Inference.Jobs;

/// <summary>Runs a job: picture and request in, picture out. Alpha, selection, mask, sample format and factor are its business; the model sees opaque RGB.</summary>
public sealed class Upscaler
{
    private readonly IImageRestorer _restorer;

    /// <summary>Creates the upscaler.</summary>
    /// <param name="restorer">The model. Borrowed.</param>
    public Upscaler(IImageRestorer restorer)
    {
        ArgumentNullException.ThrowIfNull(restorer);
        _restorer = restorer;
    }

    /// <summary>Runs one job.</summary>
    /// <param name="source">The picture, straight alpha, any size from 1×1. Unchanged.</param>
    /// <param name="request">What to do.</param>
    /// <param name="progress">Told of every tile and band; null for nobody.</param>
    /// <param name="cancellationToken">Stops within a tile or band.</param>
    /// <exception cref="InvalidOptionsException">The request is invalid for this picture.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device has too little memory.</exception>
    /// <exception cref="UnusableOutputException">A network's result is not a picture.</exception>
    /// <exception cref="OperationCanceledException">The job was cancelled.</exception>
    public UpscaleResult Run(PixelBuffer source, UpscaleRequest request, IProgress<JobProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        throw new NotSupportedException("Jobs are not built yet.");
    }

    /// <summary>Estimates how blurred and noisy a picture, or its selection, is.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="selection">The part to look at; null for all of it.</param>
    /// <param name="cancellationToken">Stops between two parts of the picture.</param>
    public DegradationScore EstimateDegradation(PixelBuffer source, PixelRectangle? selection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var pixels = selection is { } area ? source.Crop(area) : source;
        return _restorer.EstimateDegradation(PlanarImage.FromPixels(pixels).ToRgb(), cancellationToken);
    }
}
