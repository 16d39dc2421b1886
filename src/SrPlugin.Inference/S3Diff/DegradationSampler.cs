using SrPlugin.Imaging;
using SrPlugin.Inference.Diffusion;
using SrPlugin.Networks.Degradation;
using static TorchSharp.torch;

namespace SrPlugin.Inference.S3Diff;

/// <summary>Runs the degradation estimator over pictures of any size.</summary>
internal static class DegradationSampler
{
    /// <summary>Pixels up to which the estimator sees the whole picture.</summary>
    internal const int WholePixels = 1024 * 1024;

    private const int Window = 512;
    private const int WindowsPerSide = 3;

    /// <summary>
    /// The scores of a picture. One too large to be seen whole is judged by up to nine evenly spread windows, whose scores are
    /// averaged: blur and noise are properties of the camera and the file, not of a place.
    /// </summary>
    /// <param name="estimator">The network, in float32.</param>
    /// <param name="source">[3, H, W], 0…1.</param>
    /// <param name="device">Where the network lies.</param>
    /// <param name="cancellationToken">Stops between two windows.</param>
    public static DegradationScore Estimate(DEResNet estimator, PlanarImage source, Device device, CancellationToken cancellationToken)
    {
        using var gradients = no_grad();
        var windows = Windows(source.Width, source.Height);
        return windows.Count == 1 && windows[0] == new PixelRectangle(0, 0, source.Width, source.Height)
            ? Score(estimator, source, device)
            : Average(windows, area => Score(estimator, source.Crop(area), device), cancellationToken);
    }

    /// <summary>The parts of a picture that are looked at.</summary>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    public static IReadOnlyList<PixelRectangle> Windows(int width, int height) => (long)width * height <= WholePixels
        ? [new PixelRectangle(0, 0, width, height)]
        : [
            .. Starts(height).SelectMany(
                y => Starts(width).Select(x => new PixelRectangle(x, y, Math.Min(Window, width), Math.Min(Window, height))))
        ];

    /// <summary>The mean of the scores of some parts.</summary>
    /// <param name="windows">The parts.</param>
    /// <param name="score">Computes the scores of one.</param>
    /// <param name="cancellationToken">Stops between two parts.</param>
    public static DegradationScore Average(
        IReadOnlyList<PixelRectangle> windows, Func<PixelRectangle, DegradationScore> score, CancellationToken cancellationToken)
    {
        double blur = 0, noise = 0;
        foreach (var area in windows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var scores = score(area);
            (blur, noise) = (blur + scores.Blur, noise + scores.Noise);
        }

        return new DegradationScore((float)(blur / windows.Count), (float)(noise / windows.Count));
    }

    private static IEnumerable<int> Starts(int length)
    {
        int room = Math.Max(0, length - Window);
        int count = Math.Min(WindowsPerSide, 1 + ((room + Window - 1) / Window));
        for (int i = 0; i < count; i++)
        {
            // Where a block of a JPEG file begins: by the steps between blocks compression is told from blur.
            int start = count == 1 ? room / 2 : (int)((long)room * i / (count - 1));
            yield return start - (start % PixelRectangle.JpegBlock);
        }
    }

    private static DegradationScore Score(DEResNet estimator, PlanarImage image, Device device)
    {
        using var scope = NewDisposeScope();
        var scores = estimator.call(ConditioningImage.ToTensor(image, device)).to(CPU);
        return new DegradationScore(scores[0, 0].item<float>(), scores[0, 1].item<float>());
    }
}
