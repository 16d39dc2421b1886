using System.Runtime.InteropServices;
using SrPlugin.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Diffusion;

/// <summary>
/// Pictures on their way into and out of the VAE. They go band by band: a whole one may have more bytes than a span holds, and a second
/// copy of it may not fit the memory.
/// </summary>
internal static class ConditioningImage
{
    private const int LargestBand = 1 << 22;

    private delegate void RowWriter(int y, Span<float> row);

    /// <summary>The source at the result's size, enlarged as the network was trained: bilinear, pixel centres at half-integers.</summary>
    public static PlanarImage Enlarge(PlanarImage source, int width, int height) =>
        Resampler.Resize(source, width, height, ResampleFilter.Bilinear);

    /// <summary>The smallest multiple that holds a length.</summary>
    public static int RoundUp(int length, int multiple) => checked((length + multiple - 1) / multiple * multiple);

    /// <summary>
    /// The tensor that enters the VAE: [1, 3, H', W'] float32 in [-1, 1], mirrored at the right and lower border up to the multiple.
    /// </summary>
    /// <param name="image">[3, H, W], 0…1.</param>
    /// <param name="multiple">What both sides must be divisible by.</param>
    /// <param name="device">Where the tensor lies.</param>
    public static Tensor Pad(PlanarImage image, int multiple, Device device) =>
        Pad(channel => image.SelectChannels(channel), image.Channels, multiple, device);

    /// <summary>The same of a picture that is made plane by plane, so that it need not be there as a whole.</summary>
    /// <param name="plane">Makes the plane of a channel, [1, H, W], 0…1.</param>
    /// <param name="channels">How many there are.</param>
    /// <param name="multiple">What both sides must be divisible by.</param>
    /// <param name="device">Where the tensor lies.</param>
    /// <param name="largestBand">Most values that are copied at once.</param>
    public static Tensor Pad(Func<int, PlanarImage> plane, int channels, int multiple, Device device, int largestBand = LargestBand)
    {
        using var scope = NewDisposeScope();
        Tensor? result = null;
        int[] columns = [];
        for (int c = 0; c < channels; c++)
        {
            var image = plane(c);
            if (result is null)
            {
                columns = [.. Enumerable.Range(0, RoundUp(image.Width, multiple)).Select(x => Mirror(x, image.Width))];
                result = empty([1, channels, RoundUp(image.Height, multiple), columns.Length], float32, device);
            }

            Write(result, c, largestBand, (y, row) =>
            {
                var values = image.Row(0, Mirror(y, image.Height));
                for (int x = 0; x < row.Length; x++)
                    row[x] = Math.Clamp((values[columns[x]] * 2f) - 1f, -1f, 1f);
            });
        }

        return result!.MoveToOuterDisposeScope();
    }

    /// <summary>The upper left part of what the VAE returned, as a picture in 0…1.</summary>
    /// <param name="output">[1, 3, H', W'], float32; values outside [-1, 1] are clamped.</param>
    /// <param name="width">Columns to keep.</param>
    /// <param name="height">Rows to keep.</param>
    /// <param name="largestBand">Most values that are copied at once.</param>
    public static PlanarImage Crop(Tensor output, int width, int height, int largestBand = LargestBand)
    {
        var image = new PlanarImage((int)output.shape[1], height, width);
        int rows = Math.Clamp(largestBand / width, 1, height);
        for (int c = 0; c < image.Channels; c++)
        {
            for (int top = 0; top < height; top += rows)
            {
                using var scope = NewDisposeScope();
                int count = Math.Min(rows, height - top);
                var band = output.narrow(1, c, 1).narrow(2, top, count).narrow(3, 0, width).contiguous().to(CPU);
                var target = image.Plane(c).Slice(top * width, count * width);
                MemoryMarshal.Cast<byte, float>(band.bytes).CopyTo(target);
                foreach (ref float value in target)
                    value = (Math.Clamp(value, -1f, 1f) * 0.5f) + 0.5f;
            }
        }

        return image;
    }

    /// <summary>A picture as a tensor [1, C, H, W].</summary>
    /// <param name="image">[C, H, W].</param>
    /// <param name="device">Where the tensor lies.</param>
    /// <param name="largestBand">Most values that are copied at once.</param>
    public static Tensor ToTensor(PlanarImage image, Device device, int largestBand = LargestBand)
    {
        using var scope = NewDisposeScope();
        var result = empty([1, image.Channels, image.Height, image.Width], float32, device);
        for (int c = 0; c < image.Channels; c++)
        {
            int channel = c;
            Write(result, channel, largestBand, (y, row) => image.Row(channel, y).CopyTo(row));
        }

        return result.MoveToOuterDisposeScope();
    }

    // Differs from upstream: torch's reflect padding throws where it exceeds the picture; here the mirror image is mirrored again.
    internal static int Mirror(int index, int length)
    {
        if (length == 1)
            return 0;
        int period = 2 * (length - 1);
        int phase = index % period;
        return phase < length ? phase : period - phase;
    }

    private static void Write(Tensor target, int channel, int largestBand, RowWriter write)
    {
        int width = (int)target.shape[3], height = (int)target.shape[2];
        int rows = Math.Clamp(largestBand / width, 1, height);
        var values = new float[rows * width];
        for (int top = 0; top < height; top += rows)
        {
            using var scope = NewDisposeScope();
            int first = top, count = Math.Min(rows, height - top);
            Parallel.For(0, count, row => write(first + row, values.AsSpan(row * width, width)));
            var band = empty([1, 1, count, width], float32, CPU);
            MemoryMarshal.AsBytes(values.AsSpan(0, count * width)).CopyTo(band.bytes);
            target.narrow(1, channel, 1).narrow(2, top, count).copy_(band);
        }
    }
}
