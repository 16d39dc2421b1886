using SrPlugin.Imaging;
using SrPlugin.Inference.Errors;

namespace SrPlugin.Inference.Jobs;

/// <summary>Tells failures from pictures.</summary>
internal static class PictureGuard
{
    // An output this flat, made of a source with this much contrast, is a failure, not a picture.
    private const float FlatOutput = 0.25f / 255;
    private const float LivelySource = 8f / 255;

    /// <summary>Refuses a result without content.</summary>
    /// <param name="image">What the network made.</param>
    /// <param name="source">What it was made of.</param>
    /// <param name="precision">What it was computed in.</param>
    /// <exception cref="UnusableOutputException">The result is the same value everywhere, the source is not.</exception>
    public static void RefuseFlat(PlanarImage image, PlanarImage source, string precision)
    {
        if (Range(image) < FlatOutput && Range(source) > LivelySource)
            throw new UnusableOutputException("The network", "the same value everywhere", precision);
    }

    private static float Range(PlanarImage image)
    {
        float smallest = float.PositiveInfinity, largest = float.NegativeInfinity;
        foreach (float value in image.Data)
            (smallest, largest) = (Math.Min(smallest, value), Math.Max(largest, value));
        return largest - smallest;
    }
}
