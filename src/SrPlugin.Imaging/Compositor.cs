namespace SrPlugin.Imaging;

/// <summary>Puts a result back into the picture it came from.</summary>
public static class Compositor
{
    /// <summary>
    /// The source with source + m·(replacement − source) inside the rectangle at (<paramref name="x"/>, <paramref name="y"/>),
    /// m being the mask's coverage there. Where m is 0, and everywhere outside, the source's bytes stay as they are; where it
    /// is 1 the replacement is taken. Blended in float, rounded once to the source's own sample format.
    /// </summary>
    /// <param name="source">The whole picture; not changed.</param>
    /// <param name="replacement">
    /// Its channels are all of the source's, or its colours only: then the source's alpha stays as it is.
    /// </param>
    /// <param name="mask">Coverage of the replacement's rectangle; same size as the replacement.</param>
    /// <param name="x">Column of the source at which the replacement begins.</param>
    /// <param name="y">Row of the source at which the replacement begins.</param>
    /// <exception cref="ArgumentException">Channels or sizes do not fit.</exception>
    public static PixelBuffer Blend(PixelBuffer source, PlanarImage replacement, SelectionMask mask, int x, int y)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(replacement);
        ArgumentNullException.ThrowIfNull(mask);
        if (replacement.Channels != source.Channels && replacement.Channels != source.ColorChannels)
        {
            throw new ArgumentException(
                $"A replacement of {replacement.Channels} channels does not fit a picture of {source.Channels}.", nameof(replacement));
        }

        if (mask.Width != replacement.Width || mask.Height != replacement.Height)
        {
            throw new ArgumentException(
                $"The mask is {mask.Width}×{mask.Height}, its replacement {replacement.Width}×{replacement.Height}.", nameof(mask));
        }

        if (!source.Bounds.Contains(new PixelRectangle(x, y, replacement.Width, replacement.Height)))
        {
            throw new ArgumentException(
                $"{replacement.Width}×{replacement.Height} at ({x}, {y}) reaches outside {source.Width}×{source.Height}.", nameof(x));
        }

        var result = source.Clone();
        Parallel.For(0, replacement.Height, row =>
        {
            if (mask.Row(row).IndexOfAnyExcept(0f) < 0)
                return;
            for (var c = 0; c < replacement.Channels; c++)
                BlendRow(result, replacement.Row(c, row), mask.Row(row), c, x, y + row);
        });
        return result;
    }

    private static void BlendRow(PixelBuffer target, ReadOnlySpan<float> replacement, ReadOnlySpan<float> mask, int channel, int x, int y)
    {
        var first = (x * target.Channels) + channel;
        switch (target.Format)
        {
            case SampleFormat.UInt8:
                var bytes = target.Row<byte>(y)[first..];
                for (var i = 0; i < mask.Length; i++)
                {
                    if (mask[i] == 0)
                        continue;
                    ref var value = ref bytes[i * target.Channels];
                    value = (byte)SampleRows.Quantise(Mix(value / 255f, replacement[i], mask[i]), 255);
                }

                break;
            case SampleFormat.UInt16:
                var words = target.Row<ushort>(y)[first..];
                for (var i = 0; i < mask.Length; i++)
                {
                    if (mask[i] == 0)
                        continue;
                    ref var value = ref words[i * target.Channels];
                    value = (ushort)SampleRows.Quantise(Mix(value / 65535f, replacement[i], mask[i]), 65535);
                }

                break;
            default:
                var floats = target.Row<float>(y)[first..];
                for (var i = 0; i < mask.Length; i++)
                {
                    if (mask[i] == 0)
                        continue;
                    ref var value = ref floats[i * target.Channels];
                    value = Mix(value, replacement[i], mask[i]);
                }

                break;
        }
    }

    // At 1 the source must not leave a rounding error, nor a NaN, behind.
    private static float Mix(float source, float replacement, float m) =>
        m == 1f ? replacement : source + (m * (replacement - source));
}
