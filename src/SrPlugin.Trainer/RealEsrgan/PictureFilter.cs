using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.RealEsrgan;

/// <summary>Blurring, sharpening and resizing as Real-ESRGAN's training does it.</summary>
internal static class PictureFilter
{
    private const int SharpeningSize = 51;

    // OpenCV's rule for the deviation of a kernel of a given side.
    private const double SharpeningSigma = (0.3 * (((SharpeningSize - 1) * 0.5) - 1)) + 0.8;

    /// <summary>Correlates every picture with its own kernel; the surroundings are the picture mirrored.</summary>
    /// <param name="image">[N, C, H, W].</param>
    /// <param name="kernels">One kernel for each picture, or one for all; all of one odd side.</param>
    /// <returns>As large; fresh.</returns>
    public static Tensor Filter(Tensor image, params IReadOnlyList<double[]> kernels)
    {
        using var scope = NewDisposeScope();
        var (count, channels) = (image.shape[0], image.shape[1]);
        var size = (long)Math.Sqrt(kernels[0].Length);
        var margin = size / 2;
        var padded = nn.functional.pad(image, (margin, margin, margin, margin), PaddingModes.Reflect);
        var results = new List<Tensor>();
        for (var i = 0; i < count; i++)
        {
            var weight = tensor(
                kernels[kernels.Count == 1 ? 0 : i].Select(value => (float)value).ToArray(), [1, 1, size, size], device: image.device);
            var planes = padded[i].unsqueeze(1); // [C, 1, H', W']
            results.Add(MapConvolution.Run(planes, weight, null, [1, 1], [0, 0]).reshape(1, channels, image.shape[2], image.shape[3]));
        }

        return cat(results, 0).MoveToOuterDisposeScope();
    }

    /// <summary>Sharpens edges (an unsharp mask of weight 0.5 where the difference exceeds 10 levels).</summary>
    /// <param name="image">[N, C, H, W] in 0…1.</param>
    /// <returns>As large; fresh.</returns>
    public static Tensor Sharpen(Tensor image)
    {
        using var scope = NewDisposeScope();
        var kernel = BlurKernels.Mixed(BlurKernelShape.Gaussian, SharpeningSize, SharpeningSigma, SharpeningSigma, 0, 0);
        var difference = image - Filter(image, kernel);
        using var threshold = tensor(10f, device: image.device);
        var mask = Filter(difference.abs().Times(255).greater(threshold).to(image.dtype), kernel);
        var sharp = image.Plus(difference, 0.5).Clamp(0, 1);
        return (mask * sharp).Plus(mask.neg().Plus(1) * image).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Resizes by a factor, as torch's interpolation does when it is given one: sides rounded down, coordinates by the factor itself.
    /// </summary>
    public static Tensor Resize(Tensor image, double factor, InterpolationMode mode) =>
        mode == InterpolationMode.Area
            ? Resize(image, (long)(image.shape[2] * factor), (long)(image.shape[3] * factor), mode)
            : nn.functional.interpolate(image, null, [factor, factor], mode, false);

    /// <summary>Resizes to a size.</summary>
    public static Tensor Resize(Tensor image, long height, long width, InterpolationMode mode) =>
        mode == InterpolationMode.Area
            ? nn.functional.adaptive_avg_pool2d(image, (height, width))
            : nn.functional.interpolate(image, [height, width], null, mode, false);
}
