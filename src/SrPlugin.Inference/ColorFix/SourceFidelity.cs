using SrPlugin.Imaging;

namespace SrPlugin.Inference.ColorFix;

/// <summary>
/// What a restored picture keeps of its source, whatever the model made: as much as was asked for, grey, flat areas, and light outside 0…1.
/// </summary>
public static class SourceFidelity
{
    private const float Level = 1f / 255;

    // JPEG stores grey as RGB to within a level.
    private const float GreyTolerance = 1.5f * Level;

    // From this contrast between a pixel and its neighbours on, the model is free.
    private const float LivelyContrast = 4 * Level;
    private const float LivelyDeviation = 32 * Level;

    /// <summary>Takes the colours out of a restored picture whose source has none.</summary>
    /// <param name="restored">[3, H, W].</param>
    /// <param name="source">[3, H, W], of any size.</param>
    /// <returns><paramref name="restored"/>, or a grey copy.</returns>
    public static PlanarImage KeepGrey(PlanarImage restored, PlanarImage source)
    {
        ArgumentNullException.ThrowIfNull(restored);
        ArgumentNullException.ThrowIfNull(source);
        return IsGrey(source) ? restored.ToGrey().ToRgb() : restored;
    }

    /// <summary>Whether a picture has no colours, to within what JPEG makes of grey.</summary>
    /// <param name="source">[3, H, W].</param>
    public static bool IsGrey(PlanarImage source)
    {
        ArgumentNullException.ThrowIfNull(source);
        ReadOnlySpan<float> red = source.Plane(0), green = source.Plane(1), blue = source.Plane(2);
        for (int i = 0; i < red.Length; i++)
        {
            if (Math.Max(red[i], Math.Max(green[i], blue[i])) - Math.Min(red[i], Math.Min(green[i], blue[i])) > GreyTolerance)
                return false;
        }

        return true;
    }

    /// <summary>
    /// Keeps flat areas flat, in place: where a source pixel and its eight neighbours lie within a level of 8 bits, the result stays within
    /// a level of them. With more contrast the result may deviate more, from <see cref="LivelyContrast"/> on without limit.
    /// </summary>
    /// <param name="restored">What the model made, of any size.</param>
    /// <param name="source">The same part of the source, with the same channels.</param>
    public static void KeepFlat(PlanarImage restored, PlanarImage source)
    {
        ArgumentNullException.ThrowIfNull(restored);
        ArgumentNullException.ThrowIfNull(source);
        Parallel.For(0, restored.ColorChannels * restored.Height, row =>
        {
            int channel = row / restored.Height, y = row % restored.Height;
            int sourceY = (int)(((2L * y) + 1) * source.Height / (2L * restored.Height));
            ReadOnlySpan<float> above = source.Row(channel, Math.Max(0, sourceY - 1)), middle = source.Row(channel, sourceY);
            ReadOnlySpan<float> below = source.Row(channel, Math.Min(source.Height - 1, sourceY + 1));
            Span<float> result = restored.Row(channel, y);
            int last = -1;
            float lowest = 0, highest = 0;
            for (int x = 0; x < result.Length; x++)
            {
                int sourceX = (int)(((2L * x) + 1) * source.Width / (2L * restored.Width));
                if (sourceX != last)
                    (lowest, highest) = Bounds(above, middle, below, last = sourceX);
                result[x] = Math.Clamp(result[x], lowest, highest);
            }
        });
    }

    /// <summary>
    /// Takes a picture back towards its source, in place, in two frequency bands: of what the model changed in detail finer than some 16
    /// pixels
    /// <paramref name="strength"/> is kept, of the rest its square, so that a weak result sharpens and cleans before it repaints.
    /// </summary>
    /// <param name="restored">What the model made.</param>
    /// <param name="source">The same part of the source, of any size, with the same channels.</param>
    /// <param name="strength">0 for the source, resampled where the sizes differ, to 1 for the model's picture.</param>
    public static void Weaken(PlanarImage restored, PlanarImage source, double strength)
    {
        ArgumentNullException.ThrowIfNull(restored);
        ArgumentNullException.ThrowIfNull(source);
        if (strength == 1)
            return;
        float fine = (float)strength, coarse = fine * fine;
        var buffer = new PlanarImage(1, restored.Height, restored.Width);
        for (int channel = 0; channel < restored.ColorChannels; channel++)
        {
            PlanarImage plain = Resampler.Resize(source.SelectChannels(channel), restored.Width, restored.Height, ResampleFilter.Lanczos3);
            Span<float> result = restored.Plane(channel);
            var low = new PlanarImage(1, restored.Height, restored.Width);
            for (int i = 0; i < result.Length; i++)
                low.Data[i] = result[i] - plain.Data[i];
            for (int i = 0; i < result.Length; i++)
                result[i] = plain.Data[i] + (fine * low.Data[i]);
            for (int radius = 1; radius <= 8; radius *= 2)
                WaveletColorFix.Blur(low, buffer, radius);
            for (int i = 0; i < result.Length; i++)
                result[i] += (coarse - fine) * low.Data[i];
        }
    }

    /// <summary>
    /// What of a picture lies below 0 or above 1: light brighter than white, and colours outside sRGB. Networks do not see it.
    /// </summary>
    /// <returns>Null where there is nothing.</returns>
    public static PlanarImage? Excess(PlanarImage source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var excess = new PlanarImage(source.Channels, source.Height, source.Width);
        bool isAny = false;
        for (int i = 0; i < source.Data.Length; i++)
        {
            float value = source.Data[i];
            excess.Data[i] = float.IsFinite(value) ? value - Math.Clamp(value, 0, 1) : 0;
            isAny |= excess.Data[i] != 0;
        }

        return isAny ? excess : null;
    }

    /// <summary>Puts <see cref="Excess"/> back, in place.</summary>
    /// <param name="restored">What the model made, of any size.</param>
    /// <param name="excess">Of the same part of the source, with the same channels; null for nothing.</param>
    public static void AddExcess(PlanarImage restored, PlanarImage? excess)
    {
        ArgumentNullException.ThrowIfNull(restored);
        if (excess is null)
            return;
        PlanarImage sized = Resampler.Resize(excess, restored.Width, restored.Height, ResampleFilter.Bilinear);
        for (int i = 0; i < restored.Data.Length; i++)
            restored.Data[i] += sized.Data[i];
    }

    private static (float Lowest, float Highest) Bounds(
        ReadOnlySpan<float> above, ReadOnlySpan<float> middle, ReadOnlySpan<float> below, int x)
    {
        float smallest = float.MaxValue, largest = float.MinValue;
        for (int near = Math.Max(0, x - 1); near <= Math.Min(middle.Length - 1, x + 1); near++)
        {
            smallest = Math.Min(smallest, Math.Min(above[near], Math.Min(middle[near], below[near])));
            largest = Math.Max(largest, Math.Max(above[near], Math.Max(middle[near], below[near])));
        }

        float contrast = largest - smallest;
        if (!(contrast < LivelyContrast))
            return (float.NegativeInfinity, float.PositiveInfinity);

        // Half a level where it is quite flat, so that rounding ends within one.
        float share = Math.Max(0, contrast - Level) / (LivelyContrast - Level);
        float deviation = (0.5f * Level) + (share * share * LivelyDeviation);
        return (smallest - deviation, largest + deviation);
    }
}
