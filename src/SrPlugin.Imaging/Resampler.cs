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
        var result = PlanarImage.Uninitialized(source.Channels, source.Height, width);
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
        var result = PlanarImage.Uninitialized(source.Channels, height, source.Width);
        Parallel.For(0, source.Channels * height, row =>
        {
            var (channel, y) = (row / height, row % height);
            var output = result.Row(channel, y);
            var weights = kernel.Weights.AsSpan(y * kernel.Taps, kernel.Taps);
            Combine(source.Data.AsSpan(((channel * source.Height) + kernel.Starts[y]) * source.Width), source.Width, weights, output);
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

    /// <summary>The weighted sum of consecutive rows; sums stay in registers, so that every value is read once and written once.</summary>
    private static void Combine(ReadOnlySpan<float> rows, int stride, ReadOnlySpan<float> weights, Span<float> output)
    {
        var x = 0;
        for (; x <= output.Length - (2 * Vector<float>.Count); x += 2 * Vector<float>.Count)
        {
            var (first, second) = (Vector<float>.Zero, Vector<float>.Zero);
            for (int k = 0, at = x; k < weights.Length; k++, at += stride)
            {
                first += new Vector<float>(rows[at..]) * weights[k];
                second += new Vector<float>(rows[(at + Vector<float>.Count)..]) * weights[k];
            }

            first.CopyTo(output[x..]);
            second.CopyTo(output[(x + Vector<float>.Count)..]);
        }

        for (; x < output.Length; x++)
        {
            var sum = 0f;
            for (int k = 0, at = x; k < weights.Length; k++, at += stride)
                sum += rows[at] * weights[k];
            output[x] = sum;
        }
    }
}
