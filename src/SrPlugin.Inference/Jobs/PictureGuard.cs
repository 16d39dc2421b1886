using SrPlugin.Imaging;
using SrPlugin.Inference.Errors;
using SrPlugin.Inference.S3Diff;

namespace SrPlugin.Inference.Jobs;

/// <summary>
/// Tells failures from pictures. Every <see cref="IImageRestorer"/> shows it what it made, once a job and before the colours are corrected:
/// afterwards even a network that says nothing has the source's colours.
/// </summary>
public static class PictureGuard
{
    // An output this flat, made of a source with this much contrast, is a failure, not a picture.
    private const float FlatOutput = 0.25f / 255;
    private const float LivelySource = 8f / 255;

    /// <summary>Refuses a result without content.</summary>
    /// <param name="image">What the network made.</param>
    /// <param name="source">What it was made of.</param>
    /// <param name="precision">What it was computed in.</param>
    /// <exception cref="UnusableOutputException">The result is not finite, or the same value everywhere where the source is
    /// not.</exception>
    public static void RefuseUnusable(PlanarImage image, PlanarImage source, string precision)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(source);
        float range = Range(image);
        if (!float.IsFinite(range))
            throw new UnusableOutputException("The network", "numbers that are not finite", precision);
        if (range < FlatOutput && Range(source) > LivelySource)
            throw new UnusableOutputException("The network", "the same value everywhere", precision);
    }

    /// <summary>Refuses an estimate that is none.</summary>
    /// <param name="score">What the estimator said.</param>
    /// <exception cref="UnusableOutputException">A score is not finite, or not in 0…1.</exception>
    public static void RefuseUnusable(DegradationScore score)
    {
        if (score is not { Blur: >= 0 and <= 1, Noise: >= 0 and <= 1 })
            throw new UnusableOutputException(
                "The degradation estimator", $"the scores {score.Blur} and {score.Noise}, which do not lie in 0…1", "fp32");
    }

    // Math.Min and Math.Max hand NaN on, so that one in the data is seen.
    private static float Range(PlanarImage image)
    {
        float smallest = float.PositiveInfinity, largest = float.NegativeInfinity;
        foreach (float value in image.Data)
            (smallest, largest) = (Math.Min(smallest, value), Math.Max(largest, value));
        return largest - smallest;
    }
}
