namespace SrPlugin.Imaging;

/// <summary>
/// NIQE (Mittal et al. 2013): how far the statistics of a picture's blocks lie from those of undamaged photos; lower is better. Computed as
/// pyiqa does: the luma of YIQ in whole levels, blocks of 96 pixels at two scales. Torch-free.
/// </summary>
public sealed class NaturalImageQuality
{
    /// <summary>Number of features of a block, at both scales together.</summary>
    public const int FeatureCount = 36;

    /// <summary>Side of a block, and least side of a picture, in pixels.</summary>
    public const int BlockSize = 96;

    private const int WindowRadius = 3;
    private const double WindowSigma = 7.0 / 6, SharpShare = 0.75, MachineEpsilon = 2.220446049250313e-16;
    private static readonly (int Y, int X)[] _shifts = [(0, 1), (1, 0), (1, 1), (1, -1)];
    private static readonly float[] _window = Window();
    private static readonly double[] _alphas = [.. Enumerable.Range(0, 9801).Select(i => (double)(float)(0.2 + (i * 0.001)))];
    private static readonly double[] _ratios = [
        .. _alphas.Select(a => Math.Exp((2 * LogGamma(2 / a)) - LogGamma(1 / a) - LogGamma(3 / a)))
    ];

    private readonly double[] _mean, _covariance;

    /// <summary>A judge with the statistics of undamaged photos.</summary>
    /// <param name="mean">Means of the 36 features.</param>
    /// <param name="covariance">Their covariance, 36×36, row by row.</param>
    /// <exception cref="ArgumentException">The arrays have another length.</exception>
    public NaturalImageQuality(IReadOnlyList<double> mean, IReadOnlyList<double> covariance)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(covariance);
        if (mean.Count != FeatureCount || covariance.Count != FeatureCount * FeatureCount)
            throw new ArgumentException(
                $"NIQE needs {FeatureCount} means and {FeatureCount}×{FeatureCount} covariances, not {mean.Count} and {covariance.Count}.");
        (_mean, _covariance) = ([.. mean], [.. covariance]);
    }

    /// <summary>Gets the means of the features of undamaged photos.</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>Gets the covariance of the features of undamaged photos, 36×36, row by row.</summary>
    public IReadOnlyList<double> Covariance => _covariance;

    /// <summary>
    /// Learns the statistics of undamaged photos: of each photo's blocks those count that are at least ¾ as sharp as its sharpest.
    /// </summary>
    /// <param name="photos">Photos, at least 96×96 pixels each.</param>
    /// <exception cref="ArgumentException">They have fewer than two blocks.</exception>
    public static NaturalImageQuality Fit(IEnumerable<PlanarImage> photos)
    {
        ArgumentNullException.ThrowIfNull(photos);
        var rows = new List<double[]>();
        foreach (var photo in photos)
        {
            var features = Features(photo, out var sharpness);
            rows.AddRange(features.Where((_, i) => sharpness[i] >= SharpShare * sharpness.Max()));
        }

        if (rows.Count(IsWhole) < 2)
            throw new ArgumentException(
                $"The photos have {rows.Count(IsWhole)} usable blocks of {BlockSize}×{BlockSize} pixels; NIQE needs at least 2.",
                nameof(photos));
        var (mean, covariance) = Statistics(rows);
        return new NaturalImageQuality(mean, covariance);
    }

    /// <summary>The features of every block, column by column, from above.</summary>
    /// <param name="image">Grey or RGB in 0…1, at least 96×96 pixels.</param>
    /// <exception cref="ArgumentException">The picture is smaller than a block.</exception>
    public static IReadOnlyList<double[]> Features(PlanarImage image) => Features(image, out _);

    /// <summary>How unnatural a picture is.</summary>
    /// <param name="image">Grey or RGB in 0…1, at least 96×96 pixels.</param>
    /// <exception cref="ArgumentException">The picture is smaller than a block.</exception>
    public double Score(PlanarImage image)
    {
        var (mean, covariance) = Statistics(Features(image));
        var matrix = new double[FeatureCount, FeatureCount];
        for (var i = 0; i < FeatureCount * FeatureCount; i++)
            matrix[i / FeatureCount, i % FeatureCount] = (_covariance[i] + covariance[i]) / 2;
        var difference = _mean.Select((value, i) => value - mean[i]).ToArray();
        var (values, vectors) = SymmetricEigen.Decompose(matrix);

        // The pseudo-inverse leaves out directions that are numerically empty.
        var least = values.Max(Math.Abs) * FeatureCount * MachineEpsilon;
        var sum = 0.0;
        for (var k = 0; k < FeatureCount; k++)
        {
            if (Math.Abs(values[k]) <= least)
                continue;
            var part = 0.0;
            for (var i = 0; i < FeatureCount; i++)
                part += vectors[i, k] * difference[i];
            sum += part * part / values[k];
        }

        return Math.Sqrt(sum);
    }

    /// <summary>A plane with its local mean taken away and divided by its local deviation plus 1; and that deviation.</summary>
    internal static (double[] Normalized, double[] Deviation) Normalize(double[] plane, int height, int width)
    {
        var squares = plane.Select(value => value * value).ToArray();
        var (mean, second) = (Blur(plane, height, width), Blur(squares, height, width));
        var (result, deviation) = (new double[plane.Length], new double[plane.Length]);
        for (var i = 0; i < plane.Length; i++)
        {
            deviation[i] = Math.Sqrt(Math.Abs(second[i] - (mean[i] * mean[i])) + MachineEpsilon);
            result[i] = (plane[i] - mean[i]) / (deviation[i] + 1);
        }

        return (result, deviation);
    }

    /// <summary>A plane of half the sides, as MATLAB's imresize makes it of float32 values in 0…1, ·255.</summary>
    internal static double[] Halve(double[] plane, int height, int width)
    {
        var values = plane.Select(value => (float)value / 255f).ToArray();
        var rows = Halve(values, height, width, alongRows: false);
        return [.. Halve(rows, height / 2, width, alongRows: true).Select(value => (double)(value * 255f))];
    }

    private static List<double[]> Features(PlanarImage image, out double[] sharpness)
    {
        ArgumentNullException.ThrowIfNull(image);
        var (height, width) = (image.Height / BlockSize * BlockSize, image.Width / BlockSize * BlockSize);
        if (height == 0 || width == 0)
            throw new ArgumentException(
                $"The picture has {image.Width}×{image.Height} pixels; NIQE needs at least {BlockSize}×{BlockSize}.", nameof(image));
        var luma = Luma(image, height, width);
        var (normalized, deviation) = Normalize(luma, height, width);
        var (halfNormalized, _) = Normalize(Halve(luma, height, width), height / 2, width / 2);
        var rows = new List<double[]>();
        sharpness = new double[height / BlockSize * (width / BlockSize)];
        for (var x = 0; x < width; x += BlockSize)
        {
            for (var y = 0; y < height; y += BlockSize)
            {
                sharpness[rows.Count] = Block(deviation, width, y, x, BlockSize).Average();
                rows.Add(
                    [
                        .. Describe(Block(normalized, width, y, x, BlockSize), BlockSize),
                        .. Describe(Block(halfNormalized, width / 2, y / 2, x / 2, BlockSize / 2), BlockSize / 2)
                    ]);
            }
        }

        return rows;
    }

    private static double[] Luma(PlanarImage image, int height, int width)
    {
        // One pixel in a thousand lies between two levels: fused as in a matrix product, the sums are rounded to the same level.
        var rgb = image.ToRgb();
        var luma = new double[height * width];
        for (var y = 0; y < height; y++)
        {
            var (r, g, b) = (rgb.Row(0, y).ToArray(), rgb.Row(1, y).ToArray(), rgb.Row(2, y).ToArray());
            for (var x = 0; x < width; x++)
                luma[(y * width) + x] = MathF.Round(
                    MathF.FusedMultiplyAdd(b[x], 0.114f, MathF.FusedMultiplyAdd(g[x], 0.587f, r[x] * 0.299f)) * 255f);
        }

        return luma;
    }

    private static double[] Block(double[] plane, int width, int top, int left, int size)
    {
        var block = new double[size * size];
        for (var y = 0; y < size; y++)
            plane.AsSpan(((top + y) * width) + left, size).CopyTo(block.AsSpan(y * size));
        return block;
    }

    private static IEnumerable<double> Describe(double[] block, int size)
    {
        var (alpha, left, right) = Fit(block);
        yield return alpha;
        yield return (left + right) / 2;
        foreach (var (dy, dx) in _shifts)
        {
            var products = new double[block.Length];
            for (var i = 0; i < block.Length; i++)
            {
                var (y, x) = (((i / size) - dy + size) % size, ((i % size) - dx + size) % size);
                products[i] = block[i] * block[(y * size) + x];
            }

            (alpha, left, right) = Fit(products);
            yield return alpha;
            yield return (right - left) * Math.Exp(LogGamma(2 / alpha) - LogGamma(1 / alpha));
            yield return left;
            yield return right;
        }
    }

    // The asymmetric generalized Gaussian that has the moments of the values.
    private static (double Alpha, double Left, double Right) Fit(double[] values)
    {
        double negative = 0, positive = 0, absolute = 0, square = 0;
        int negatives = 0, positives = 0;
        foreach (var value in values)
        {
            absolute += Math.Abs(value);
            square += value * value;
            if (value < 0)
                (negative, negatives) = (negative + (value * value), negatives + 1);
            else if (value > 0)
                (positive, positives) = (positive + (value * value), positives + 1);
        }

        var (left, right) = (Math.Sqrt(negative / negatives), Math.Sqrt(positive / positives));
        var gamma = left / right;
        var ratio = Math.Pow(absolute / values.Length, 2) / (square / values.Length)
            * ((Math.Pow(gamma, 3) + 1) * (gamma + 1)) / Math.Pow((gamma * gamma) + 1, 2);
        var (alpha, nearest) = (_alphas[0], double.PositiveInfinity);
        for (var i = 0; i < _alphas.Length; i++)
        {
            if ((_ratios[i] - ratio) * (_ratios[i] - ratio) is var distance && distance < nearest)
                (alpha, nearest) = (_alphas[i], distance);
        }

        var scale = Math.Exp(0.5 * (LogGamma(1 / alpha) - LogGamma(3 / alpha)));
        return (alpha, left * scale, right * scale);
    }

    // Means over the blocks, of each feature without what is not a number; covariance over the blocks that are whole.
    private static (double[] Mean, double[] Covariance) Statistics(IReadOnlyList<double[]> rows)
    {
        var mean = Enumerable.Range(0, FeatureCount)
            .Select(i => rows.Select(row => row[i]).Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average()).ToArray();
        var whole = rows.Where(IsWhole).ToArray();
        var covariance = new double[FeatureCount * FeatureCount];
        if (whole.Length < 2)
            return (mean, covariance);
        var center = Enumerable.Range(0, FeatureCount).Select(i => whole.Average(row => row[i])).ToArray();
        for (var i = 0; i < covariance.Length; i++)
        {
            var (a, b) = (i / FeatureCount, i % FeatureCount);
            covariance[i] = whole.Sum(row => (row[a] - center[a]) * (row[b] - center[b])) / (whole.Length - 1);
        }

        return (mean, covariance);
    }

    private static bool IsWhole(double[] row) => !row.Any(double.IsNaN);

    private static double[] Blur(double[] plane, int height, int width)
    {
        const int Side = (2 * WindowRadius) + 1;
        var result = new double[plane.Length];
        Parallel.For(0, height, y =>
        {
            for (var x = 0; x < width; x++)
            {
                var sum = 0.0;
                for (var i = 0; i < Side * Side; i++)
                {
                    var row = Math.Clamp(y + (i / Side) - WindowRadius, 0, height - 1);
                    var column = Math.Clamp(x + (i % Side) - WindowRadius, 0, width - 1);
                    sum += _window[i] * plane[(row * width) + column];
                }

                result[(y * width) + x] = sum;
            }
        });
        return result;
    }

    private static float[] Window()
    {
        const int Side = (2 * WindowRadius) + 1;
        var values = Enumerable.Range(0, Side * Side)
            .Select(i => Math.Pow((i / Side) - WindowRadius, 2) + Math.Pow((i % Side) - WindowRadius, 2))
            .Select(square => Math.Exp(-square / (2 * WindowSigma * WindowSigma))).ToArray();
        return [.. values.Select(value => (float)(value / values.Sum()))];
    }

    // Eight taps of the cubic of a = −½, stretched to twice its width; the surroundings are the picture mirrored.
    private static float[] Halve(float[] values, int height, int width, bool alongRows)
    {
        double[] taps = [Cubic(1.75), Cubic(1.25), Cubic(0.75), Cubic(0.25), Cubic(0.25), Cubic(0.75), Cubic(1.25), Cubic(1.75)];
        var weights = taps.Select(tap => (float)(tap / taps.Sum())).ToArray();
        var (rows, columns) = alongRows ? (height, width / 2) : (height / 2, width);
        var length = alongRows ? width : height;
        var result = new float[rows * columns];
        for (var i = 0; i < result.Length; i++)
        {
            var (y, x) = (i / columns, i % columns);
            var sum = 0f;
            for (var tap = 0; tap < weights.Length; tap++)
            {
                var place = (2 * (alongRows ? x : y)) - 3 + tap;
                place = place < 0 ? -1 - place : place >= length ? (2 * length) - 1 - place : place;
                sum += weights[tap] * (alongRows ? values[(y * width) + place] : values[(place * width) + x]);
            }

            result[i] = sum;
        }

        return result;
    }

    private static double Cubic(double x) =>
        x <= 1 ? (1.5 * x * x * x) - (2.5 * x * x) + 1 : (-0.5 * x * x * x) + (2.5 * x * x) - (4 * x) + 2;

    // Lanczos' approximation (g = 7, nine terms).
    private static double LogGamma(double x)
    {
        double[] terms =
        [
            0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
            -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
        ];
        if (x < 0.5)
            return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        x--;
        var sum = terms[0];
        for (var i = 1; i < terms.Length; i++)
            sum += terms[i] / (x + i);
        var t = x + 7.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((x + 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }
}
