using SrPlugin.Imaging;
using SrPlugin.Inference.Errors;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;

namespace SrPlugin.Service.Engines;

/// <summary>Looks at what a model made before it becomes anybody's picture, whatever the model checks itself.</summary>
internal sealed class GuardedRestorer(IImageRestorer restorer) : IImageRestorer
{
    // An output this flat, made of a source with this much contrast, is a failure, not a picture.
    private const float FlatOutput = 0.25f / 255;
    private const float LivelySource = 8f / 255;

    public int NativeFactor => restorer.NativeFactor;

    /// <inheritdoc/>
    public int RestoreFactor => restorer.RestoreFactor;

    public RestorerOptions DefaultOptions => restorer.DefaultOptions;

    public DegradationScore EstimateDegradation(PlanarImage source, CancellationToken cancellationToken) =>
        restorer.EstimateDegradation(source, cancellationToken) is { Blur: >= 0 and <= 1, Noise: >= 0 and <= 1 } score
            ? score
            : throw new UnusableOutputException("The degradation estimator", "scores outside 0…1", "any precision");

    public RestoredImage Restore(
        PlanarImage source, int width, int height, RestorerOptions options, IProgress<JobProgress>? progress, CancellationToken cancellationToken)
    {
        RestoredImage result = restorer.Restore(source, width, height, options, progress, cancellationToken);
        if (result.Image.Width != width || result.Image.Height != height || result.Image.Channels != 3)
            throw new UnusableOutputException("The model", $"{result.Image.Width}×{result.Image.Height} pixels instead of {width}×{height}", "any precision");
        (float smallest, float largest) = Range(result.Image);
        if (!float.IsFinite(largest - smallest))
            throw new UnusableOutputException("The model", "numbers that are not finite", "any precision");
        if (largest - smallest < FlatOutput && Range(source) is var (darkest, brightest) && brightest - darkest > LivelySource)
            throw new UnusableOutputException("The model", "the same value everywhere", "any precision");
        return result;
    }

    // Math.Min and Math.Max hand NaN on, so that one in the data is seen.
    private static (float Smallest, float Largest) Range(PlanarImage image)
    {
        float smallest = float.PositiveInfinity, largest = float.NegativeInfinity;
        foreach (float value in image.Data)
            (smallest, largest) = (Math.Min(smallest, value), Math.Max(largest, value));
        return (smallest, largest);
    }
}
