using System.Numerics;
using SrPlugin.Imaging;

namespace SrPlugin.Trainer.Degradations;

/// <summary>Separable Gaussian blur in place, edges mirrored.</summary>
internal static class GaussianBlur
{
    /// <summary>Below this deviation the kernel is a single tap.</summary>
    private const float Negligible = 0.1f;

    /// <param name="image">Blurred in place, every channel.</param>
    /// <param name="sigmaX">Deviation along the rows, in pixels.</param>
    /// <param name="sigmaY">Deviation along the columns, in pixels.</param>
    public static void Apply(PlanarImage image, float sigmaX, float sigmaY)
    {
        var kernelX = Kernel(sigmaX);
        var kernelY = Kernel(sigmaY);
        for (var c = 0; c < image.Channels; c++)
        {
            if (kernelX.Length > 1)
                Rows(image, c, kernelX);
            if (kernelY.Length > 1)
                Columns(image, c, kernelY);
        }
    }

    private static float[] Kernel(float sigma)
    {
        if (sigma < Negligible)
            return [1];
        var radius = (int)MathF.Ceiling(3 * sigma);
        var kernel = new float[(2 * radius) + 1];
        for (var i = -radius; i <= radius; i++)
            kernel[i + radius] = MathF.Exp(-(i * i) / (2 * sigma * sigma));
        var sum = kernel.Sum();
        for (var i = 0; i < kernel.Length; i++)
            kernel[i] /= sum;
        return kernel;
    }

    private static void Rows(PlanarImage image, int channel, float[] kernel)
    {
        var radius = kernel.Length / 2;
        var padded = new float[image.Width + (2 * radius)];
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Row(channel, y);
            for (var x = 0; x < padded.Length; x++)
                padded[x] = row[Mirror(x - radius, image.Width)];
            row.Clear();
            for (var k = 0; k < kernel.Length; k++)
                AddScaled(row, padded.AsSpan(k, row.Length), kernel[k]);
        }
    }

    private static void Columns(PlanarImage image, int channel, float[] kernel)
    {
        var radius = kernel.Length / 2;
        var source = image.Plane(channel).ToArray();
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Row(channel, y);
            row.Clear();
            for (var k = 0; k < kernel.Length; k++)
                AddScaled(row, source.AsSpan(Mirror(y + k - radius, image.Height) * image.Width, image.Width), kernel[k]);
        }
    }

    private static void AddScaled(Span<float> target, ReadOnlySpan<float> source, float factor)
    {
        var i = 0;
        var factors = new Vector<float>(factor);
        for (; i <= target.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var sum = new Vector<float>(target[i..]) + (factors * new Vector<float>(source[i..]));
            sum.CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
            target[i] += factor * source[i];
    }

    private static int Mirror(int position, int length)
    {
        while ((uint)position >= (uint)length)
            position = position < 0 ? -1 - position : (2 * length) - 1 - position;
        return position;
    }
}
