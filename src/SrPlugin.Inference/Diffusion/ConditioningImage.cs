using System.Runtime.InteropServices;
using SrPlugin.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Diffusion;

/// <summary>Pictures on their way into and out of the VAE.</summary>
internal static class ConditioningImage
{
    /// <summary>The source at the result's size, enlarged as the network was trained: bilinear, pixel centres at half-integers.</summary>
    public static PlanarImage Enlarge(PlanarImage source, int width, int height) =>
        Resampler.Resize(source, width, height, ResampleFilter.Bilinear);

    /// <summary>The smallest multiple that holds a length.</summary>
    public static int RoundUp(int length, int multiple) => checked((length + multiple - 1) / multiple * multiple);

    /// <summary>The tensor that enters the VAE: [1, 3, H', W'] float32 in [-1, 1], mirrored at the right and lower border up to the multiple.</summary>
    /// <param name="image">[3, H, W], 0…1.</param>
    /// <param name="multiple">What both sides must be divisible by.</param>
    /// <param name="device">Where the tensor lies.</param>
    public static Tensor Pad(PlanarImage image, int multiple, Device device)
    {
        int width = RoundUp(image.Width, multiple), height = RoundUp(image.Height, multiple);
        var columns = new int[width];
        for (int x = 0; x < width; x++)
            columns[x] = Mirror(x, image.Width);
        var values = new float[checked(image.Channels * height * width)];
        Parallel.For(0, image.Channels * height, row =>
        {
            var source = image.Row(row / height, Mirror(row % height, image.Height));
            var target = values.AsSpan(row * width, width);
            for (int x = 0; x < width; x++)
                target[x] = Math.Clamp((source[columns[x]] * 2f) - 1f, -1f, 1f);
        });
        return FromArray(values, [1, image.Channels, height, width], device);
    }

    /// <summary>The upper left part of what the VAE returned, as a picture in 0…1.</summary>
    /// <param name="output">[1, 3, H', W'], float32; values outside [-1, 1] are clamped.</param>
    /// <param name="width">Columns to keep.</param>
    /// <param name="height">Rows to keep.</param>
    public static PlanarImage Crop(Tensor output, int width, int height)
    {
        using var scope = NewDisposeScope();
        var part = output.narrow(2, 0, height).narrow(3, 0, width).contiguous().to(CPU);
        var image = new PlanarImage((int)output.shape[1], height, width);
        MemoryMarshal.Cast<byte, float>(part.bytes).CopyTo(image.Data);
        foreach (ref float value in image.Data.AsSpan())
            value = (Math.Clamp(value, -1f, 1f) * 0.5f) + 0.5f;
        return image;
    }

    /// <summary>A picture as a tensor [1, C, H, W].</summary>
    public static Tensor ToTensor(PlanarImage image, Device device) =>
        FromArray(image.Data, [1, image.Channels, image.Height, image.Width], device);

    // Differs from upstream: torch's reflect padding throws where it exceeds the picture; here the mirror image is mirrored again.
    internal static int Mirror(int index, int length)
    {
        if (length == 1)
            return 0;
        int period = 2 * (length - 1);
        int phase = index % period;
        return phase < length ? phase : period - phase;
    }

    private static Tensor FromArray(float[] values, long[] shape, Device device)
    {
        using var scope = NewDisposeScope();
        var host = empty(shape, float32, CPU);
        MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(host.bytes);
        return host.to(device).MoveToOuterDisposeScope();
    }
}
