using SrPlugin.Imaging;
using SrPlugin.Trainer.Degradations;

namespace SrPlugin.Trainer.Evaluation;

/// <summary>How a picture compares with the sharp photo it should look like.</summary>
/// <param name="PsnrY">PSNR of the brightness in dB, at most 99.</param>
/// <param name="DetailEnergy">
/// Energy of the fine detail over that of the photo's: the variance of what a Gaussian of 1.5 pixels takes from the brightness. 1 is right;
/// below, detail is missing; above, it is invented or is noise.
/// </param>
/// <param name="BlockEdges">Energy of the steps between pixels on the borders of 8×8 blocks over that elsewhere; 1 without blocks.</param>
/// <param name="FlatChromaError">
/// Mean absolute error of Cb and Cr, in 8-bit levels, in the photo's flat patches: those of 16×16 pixels whose brightness deviates by less
/// than 2.5 levels. Not a number where the photo has none.
/// </param>
public sealed record PictureFigures(double PsnrY, double DetailEnergy, double BlockEdges, double FlatChromaError)
{
    private const int Block = 8, Patch = 16;
    private const float DetailSigma = 1.5f;
    private const double FlatDeviation = 2.5 / 255;

    /// <summary>The figures of a picture.</summary>
    /// <param name="picture">RGB, 0…1.</param>
    /// <param name="photo">The sharp photo, of the same size.</param>
    public static PictureFigures Of(PlanarImage picture, PlanarImage photo)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(photo);
        var luma = Weighted(picture, 0.299f, 0.587f, 0.114f);
        var truth = Weighted(photo, 0.299f, 0.587f, 0.114f);
        return new PictureFigures(
            Math.Min(99, ImageQuality.PsnrY(picture, photo)), Detail(luma) / Math.Max(1e-12, Detail(truth)), Edges(luma),
            Chroma(picture, photo, truth));
    }

    /// <summary>The mean of every figure over the pictures that have it.</summary>
    public static PictureFigures Mean(IReadOnlyList<PictureFigures> all) => new(
        all.Average(one => one.PsnrY), all.Average(one => one.DetailEnergy), all.Average(one => one.BlockEdges),
        all.Select(one => one.FlatChromaError).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average());

    private static PlanarImage Weighted(PlanarImage image, float red, float green, float blue)
    {
        var result = new PlanarImage(1, image.Height, image.Width);
        for (var i = 0; i < result.Data.Length; i++)
            result.Data[i] = (red * image.Plane(0)[i]) + (green * image.Plane(1)[i]) + (blue * image.Plane(2)[i]);
        return result;
    }

    private static double Detail(PlanarImage luma)
    {
        var smooth = luma.Clone();
        GaussianBlur.Apply(smooth, DetailSigma, DetailSigma);
        double sum = 0;
        for (var i = 0; i < luma.Data.Length; i++)
            sum += (luma.Data[i] - smooth.Data[i]) * (double)(luma.Data[i] - smooth.Data[i]);
        return sum / luma.Data.Length;
    }

    private static double Edges(PlanarImage luma)
    {
        double edges = 0, others = 0;
        long edgeCount = 0, otherCount = 0;
        for (var y = 1; y < luma.Height; y++)
        {
            for (var x = 1; x < luma.Width; x++)
            {
                Add(x, luma.Row(0, y)[x] - luma.Row(0, y)[x - 1]);
                Add(y, luma.Row(0, y)[x] - luma.Row(0, y - 1)[x]);
            }
        }

        return edges / Math.Max(1, edgeCount) / Math.Max(1e-12, others / Math.Max(1, otherCount));

        void Add(int place, double step)
        {
            if (place % Block == 0)
                (edges, edgeCount) = (edges + (step * step), edgeCount + 1);
            else
                (others, otherCount) = (others + (step * step), otherCount + 1);
        }
    }

    private static double Chroma(PlanarImage picture, PlanarImage photo, PlanarImage truth)
    {
        double sum = 0;
        long count = 0;
        for (var top = 0; top + Patch <= photo.Height; top += Patch)
        {
            for (var left = 0; left + Patch <= photo.Width; left += Patch)
            {
                var area = new PixelRectangle(left, top, Patch, Patch);
                if (Deviation(truth.Crop(area).Data) >= FlatDeviation)
                    continue;
                var (a, b) = (picture.Crop(area), photo.Crop(area));
                foreach (var (red, green, blue) in new[] { (-0.168736f, -0.331264f, 0.5f), (0.5f, -0.418688f, -0.081312f) })
                {
                    var (mine, theirs) = (Weighted(a, red, green, blue).Data, Weighted(b, red, green, blue).Data);
                    for (var i = 0; i < mine.Length; i++)
                        sum += Math.Abs(mine[i] - theirs[i]) * 255;
                    count += mine.Length;
                }
            }
        }

        return sum / count;
    }

    private static double Deviation(float[] values)
    {
        var mean = values.Average(value => (double)value);
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
