using System.Numerics;
using System.Runtime.Intrinsics;

namespace SrPlugin.Imaging;

/// <summary>
/// Separable resizing of float planes. Pixel centres lie at half-integers, weights that would reach outside the picture are
/// left out and the rest normalised (as Pillow does). Channels are treated alike.
/// </summary>
public static class Resampler
{
    /// <summary>Resizes to <paramref name="width"/> × <paramref name="height"/>; a copy when nothing changes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The target is empty or too large.</exception>
    public static PlanarImage Resize(PlanarImage source, int width, int height, ResampleFilter filter)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (width < 1 || height < 1)
            throw new ArgumentOutOfRangeException(nameof(width), $"Cannot resize to {width}×{height}: a picture has at least one pixel.");

        // The pass that leaves the smaller intermediate goes first.
        var horizontalFirst = (long)width * source.Height <= (long)source.Width * height;
        var result = horizontalFirst ? Horizontal(source, width, filter) : Vertical(source, height, filter);
        result = horizontalFirst ? Vertical(result, height, filter) : Horizontal(result, width, filter);
        return ReferenceEquals(result, source) ? source.Clone() : result;
    }

    private static PlanarImage Horizontal(PlanarImage source, int width, ResampleFilter filter)
    {
        if (width == source.Width)
            return source;
        var kernel = ResampleKernel.Create(source.Width, width, filter);
        var result = new PlanarImage(source.Channels, source.Height, width);
        Parallel.For(0, source.Channels * source.Height, row =>
        {
            var input = source.Data.AsSpan(row * source.Width, source.Width);
            var output = result.Data.AsSpan(row * width, width);
            for (var x = 0; x < output.Length; x++)
                output[x] = Dot(input.Slice(kernel.Starts[x], kernel.Taps), kernel.Weights.AsSpan(x * kernel.Taps, kernel.Taps));
        });
        return result;
    }

    private static PlanarImage Vertical(PlanarImage source, int height, ResampleFilter filter)
    {
        if (height == source.Height)
            return source;
        var kernel = ResampleKernel.Create(source.Height, height, filter);
        var result = new PlanarImage(source.Channels, height, source.Width);
        Parallel.For(0, source.Channels * height, row =>
        {
            var (channel, y) = (row / height, row % height);
            var output = result.Row(channel, y);
            for (var k = 0; k < kernel.Taps; k++)
            {
                var weight = kernel.Weights[(y * kernel.Taps) + k];
                if (weight != 0)
                    AddScaled(source.Row(channel, kernel.Starts[y] + k), weight, output);
            }
        });
        return result;
    }

    private static float Dot(ReadOnlySpan<float> values, ReadOnlySpan<float> weights)
    {
        if (values.Length == 4)
            return Vector128.Dot(Vector128.Create(values), Vector128.Create(weights));
        var sum = 0f;
        var i = 0;
        if (values.Length >= Vector<float>.Count)
        {
            var sums = Vector<float>.Zero;
            for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
                sums += new Vector<float>(values[i..]) * new Vector<float>(weights[i..]);
            sum = Vector.Sum(sums);
        }

        for (; i < values.Length; i++)
            sum += values[i] * weights[i];
        return sum;
    }

    private static void AddScaled(ReadOnlySpan<float> values, float weight, Span<float> sums)
    {
        var i = 0;
        var factor = new Vector<float>(weight);
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(sums[i..]) + (new Vector<float>(values[i..]) * factor)).CopyTo(sums[i..]);
        for (; i < values.Length; i++)
            sums[i] += values[i] * weight;
    }
}
