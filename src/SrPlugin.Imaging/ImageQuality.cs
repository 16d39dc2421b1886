namespace SrPlugin.Imaging;

/// <summary>
/// Full-reference measures on the luma Y of BT.601 in its 16…235 form (MATLAB's rgb2ycbcr), unrounded, as the
/// super-resolution literature reports them. Alpha is ignored; grey counts as R = G = B.
/// </summary>
public static class ImageQuality
{
    /// <summary>Side of SSIM's window in pixels: what must be left of a picture inside the border.</summary>
    public const int WindowSize = 11;

    private const double WindowSigma = 1.5;
    private const double C1 = 0.01 * 255 * 0.01 * 255;
    private const double C2 = 0.03 * 255 * 0.03 * 255;

    /// <summary>Peak signal-to-noise ratio of Y in decibels, peak 255; positive infinity for equal pictures.</summary>
    /// <param name="first">One picture.</param>
    /// <param name="second">The other, of the same size.</param>
    /// <param name="border">Pixels left out along every edge (the literature leaves out as many as the scale).</param>
    /// <exception cref="ArgumentException">Sizes differ, or the border leaves nothing.</exception>
    public static double PsnrY(PlanarImage first, PlanarImage second, int border = 0)
    {
        var (a, b, _, _) = Lumas(first, second, border, 1);
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum == 0 ? double.PositiveInfinity : 10 * Math.Log10(255.0 * 255.0 * a.Length / sum);
    }

    /// <summary><see cref="PsnrY(PlanarImage, PlanarImage, int)"/> of two pixel buffers.</summary>
    public static double PsnrY(PixelBuffer first, PixelBuffer second, int border = 0) =>
        PsnrY(PlanarImage.FromPixels(first), PlanarImage.FromPixels(second), border);

    /// <summary>
    /// Mean structural similarity of Y (Wang et al. 2004): 11×11 Gaussian window of σ 1.5 at every place where it fits
    /// wholly, K1 = 0.01, K2 = 0.03, L = 255. At most 1, which equal pictures reach.
    /// </summary>
    /// <param name="first">One picture.</param>
    /// <param name="second">The other, of the same size.</param>
    /// <param name="border">Pixels left out along every edge.</param>
    /// <exception cref="ArgumentException">Sizes differ, or less than 11×11 pixels are left.</exception>
    public static double Ssim(PlanarImage first, PlanarImage second, int border = 0)
    {
        var (a, b, width, height) = Lumas(first, second, border, WindowSize);
        var (outWidth, outHeight) = (width - WindowSize + 1, height - WindowSize + 1);
        var window = Window();
        var rowSums = new double[outHeight];
        Parallel.For(0, outHeight, y =>
        {
            // Each row blurs its own band vertically; five moments side by side.
            Span<double> column = new double[5 * width];
            for (var k = 0; k < WindowSize; k++)
            {
                var weight = window[k];
                var offset = (y + k) * width;
                for (var x = 0; x < width; x++)
                {
                    var (p, q) = (a[offset + x], b[offset + x]);
                    var m = column.Slice(5 * x, 5);
                    m[0] += weight * p;
                    m[1] += weight * q;
                    m[2] += weight * p * p;
                    m[3] += weight * q * q;
                    m[4] += weight * p * q;
                }
            }

            double total = 0;
            Span<double> moments = stackalloc double[5];
            for (var x = 0; x < outWidth; x++)
            {
                moments.Clear();
                for (var k = 0; k < WindowSize; k++)
                {
                    for (var j = 0; j < 5; j++)
                        moments[j] += window[k] * column[(5 * (x + k)) + j];
                }

                total += Similarity(moments);
            }

            rowSums[y] = total;
        });
        return rowSums.Sum() / ((double)outWidth * outHeight);
    }

    /// <summary><see cref="Ssim(PlanarImage, PlanarImage, int)"/> of two pixel buffers.</summary>
    public static double Ssim(PixelBuffer first, PixelBuffer second, int border = 0) =>
        Ssim(PlanarImage.FromPixels(first), PlanarImage.FromPixels(second), border);

    /// <summary>Y in 16…235 for samples in 0…1, [H, W].</summary>
    public static double[] Luma(PlanarImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var luma = new double[image.Height * image.Width];
        var red = image.Data.AsMemory(0, luma.Length);
        var (green, blue) = image.ColorChannels == 1
            ? (red, red)
            : (image.Data.AsMemory(luma.Length, luma.Length), image.Data.AsMemory(2 * luma.Length, luma.Length));
        Parallel.For(0, image.Height, y =>
        {
            var (start, width) = (y * image.Width, image.Width);
            var r = red.Span.Slice(start, width);
            var g = green.Span.Slice(start, width);
            var b = blue.Span.Slice(start, width);
            for (var x = 0; x < width; x++)
                luma[start + x] = 16 + (65.481 * r[x]) + (128.553 * g[x]) + (24.966 * b[x]);
        });
        return luma;
    }

    private static double Similarity(ReadOnlySpan<double> m)
    {
        var (meanA, meanB) = (m[0], m[1]);
        var varianceA = m[2] - (meanA * meanA);
        var varianceB = m[3] - (meanB * meanB);
        var covariance = m[4] - (meanA * meanB);
        return ((2 * meanA * meanB) + C1) * ((2 * covariance) + C2)
            / (((meanA * meanA) + (meanB * meanB) + C1) * (varianceA + varianceB + C2));
    }

    private static double[] Window()
    {
        var window = new double[WindowSize];
        for (var i = 0; i < WindowSize; i++)
            window[i] = Math.Exp(-(i - (WindowSize / 2)) * (i - (WindowSize / 2)) / (2 * WindowSigma * WindowSigma));
        var sum = window.Sum();
        return [.. window.Select(v => v / sum)];
    }

    private static (double[] A, double[] B, int Width, int Height) Lumas(PlanarImage first, PlanarImage second, int border, int least)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfNegative(border);
        if (first.Width != second.Width || first.Height != second.Height)
        {
            throw new ArgumentException(
                $"Only pictures of one size can be compared, not {first.Width}×{first.Height} with {second.Width}×{second.Height}.");
        }

        var (width, height) = (first.Width - (2 * border), first.Height - (2 * border));
        if (width < least || height < least)
        {
            throw new ArgumentException(
                $"{first.Width}×{first.Height} without a border of {border} is too small: this measure needs {least}×{least} pixels.");
        }

        if (border > 0)
        {
            var inner = new PixelRectangle(border, border, width, height);
            (first, second) = (first.Crop(inner), second.Crop(inner));
        }

        return (Luma(first), Luma(second), width, height);
    }
}
