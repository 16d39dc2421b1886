using SrPlugin.Imaging;

namespace SrPlugin.Inference.ColorFix;

/// <summary>
/// Replaces the low frequencies of an image by those of a reference (upstream <c>utils/wavelet_color.py</c>): five levels of a
/// 3×3 binomial blur, dilated by 1, 2, 4, 8, 16, with replicated edges.
/// </summary>
// Differs from upstream: works on floats, where upstream's result passes through truncated 8-bit values twice.
internal static class WaveletColorFix
{
    private const int Levels = 5;

    /// <summary>Corrects one channel of <paramref name="image"/> in place.</summary>
    /// <param name="image">What is corrected.</param>
    /// <param name="channel">Which channel.</param>
    /// <param name="reference">The same channel of the reference, [1, H, W]; used up.</param>
    public static void Apply(PlanarImage image, int channel, PlanarImage reference)
    {
        // high(image) + low(reference) = image + low(reference − image): the blur is linear, so one cascade is enough.
        Parallel.For(0, image.Height, y => Subtract(image.Row(channel, y), reference.Row(0, y)));
        Blur(reference);
        Parallel.For(0, image.Height, y => Add(reference.Row(0, y), image.Row(channel, y)));
    }

    /// <summary>All levels of the blur, in place.</summary>
    internal static void Blur(PlanarImage image)
    {
        var buffer = new PlanarImage(image.Channels, image.Height, image.Width);
        for (int level = 0; level < Levels; level++)
            Blur(image, buffer, 1 << level);
    }

    /// <summary>One level of the blur, in place.</summary>
    /// <param name="image">What is blurred.</param>
    /// <param name="buffer">Scratch of the same shape.</param>
    /// <param name="radius">Distance of the kernel's taps in pixels.</param>
    internal static void Blur(PlanarImage image, PlanarImage buffer, int radius)
    {
        int height = image.Height;
        Parallel.For(0, image.Channels * height, row =>
            BlurRow(image.Row(row / height, row % height), buffer.Row(row / height, row % height), radius));
        Parallel.For(0, image.Channels * height, row =>
        {
            int channel = row / height, y = row % height;
            Combine(
                buffer.Row(channel, Math.Max(0, y - radius)), buffer.Row(channel, y), buffer.Row(channel, Math.Min(height - 1, y + radius)),
                image.Row(channel, y));
        });
    }

    private static void BlurRow(ReadOnlySpan<float> source, Span<float> target, int radius)
    {
        int last = source.Length - 1;
        for (int x = 0; x < source.Length; x++)
            target[x] = (0.25f * source[Math.Max(0, x - radius)]) + (0.5f * source[x]) + (0.25f * source[Math.Min(last, x + radius)]);
    }

    private static void Combine(ReadOnlySpan<float> above, ReadOnlySpan<float> middle, ReadOnlySpan<float> below, Span<float> target)
    {
        for (int x = 0; x < target.Length; x++)
            target[x] = (0.25f * above[x]) + (0.5f * middle[x]) + (0.25f * below[x]);
    }

    private static void Subtract(ReadOnlySpan<float> subtrahend, Span<float> target)
    {
        for (int x = 0; x < target.Length; x++)
            target[x] -= subtrahend[x];
    }

    private static void Add(ReadOnlySpan<float> addend, Span<float> target)
    {
        for (int x = 0; x < target.Length; x++)
            target[x] += addend[x];
    }
}
