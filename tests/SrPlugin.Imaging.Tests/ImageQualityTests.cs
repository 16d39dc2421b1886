namespace SrPlugin.Imaging.Tests;

public class ImageQualityTests
{
    [Fact]
    public void PsnrY_GreyShiftedByOneLevel_IsTheClosedForm()
    {
        // One level of grey is 219/255 of a level of Y.
        var first = new PixelBuffer(20, 20, 3, SampleFormat.UInt8);
        var second = new PixelBuffer(20, 20, 3, SampleFormat.UInt8);
        first.Bytes.Fill(100);
        second.Bytes.Fill(101);

        ImageQuality.PsnrY(first, second).ShouldBe(20 * Math.Log10(255 / (219.0 / 255)), 1e-4);
    }

    [Fact]
    public void Luma_PrimaryColours_AreMatlabsValues()
    {
        var pixels = new PixelBuffer(5, 1, 3, SampleFormat.UInt8, [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0]);

        var luma = ImageQuality.Luma(PlanarImage.FromPixels(pixels));

        double[] expected = [81.481, 144.553, 40.966, 235, 16];
        for (var i = 0; i < 5; i++)
            luma[i].ShouldBe(expected[i], 1e-9);
    }

    [Fact]
    public void Measures_EqualPictures_ArePerfect()
    {
        var picture = Pictures.NoisePlanes(4, 30, 20, 1);

        ImageQuality.PsnrY(picture, picture.Clone()).ShouldBe(double.PositiveInfinity);
        ImageQuality.Ssim(picture, picture.Clone()).ShouldBe(1, 1e-12);
    }

    [Theory]
    [InlineData(11, 11, 0)]
    [InlineData(23, 17, 2)]
    [InlineData(12, 40, 0)]
    public void Measures_Noise_EqualTheNaiveDefinition(int width, int height, int border)
    {
        var first = Pictures.NoisePlanes(3, height, width, 2);
        var second = first.Clone();
        var random = new Random(3);
        foreach (ref var value in second.Data.AsSpan())
            value = Math.Clamp(value + (0.2f * (random.NextSingle() - 0.5f)), 0, 1);

        ImageQuality.PsnrY(first, second, border).ShouldBe(NaivePsnr(first, second, border), 1e-9);
        ImageQuality.Ssim(first, second, border).ShouldBe(NaiveSsim(first, second, border), 1e-9);
    }

    [Fact]
    public void Ssim_ConstantPictures_IsTheLuminanceTerm()
    {
        var first = new PlanarImage(1, 12, 12);
        var second = new PlanarImage(1, 12, 12);
        first.Data.AsSpan().Fill(0.25f);
        second.Data.AsSpan().Fill(0.5f);
        var (a, b) = (16 + (219 * 0.25), 16 + (219 * 0.5));

        ImageQuality.Ssim(first, second).ShouldBe(((2 * a * b) + 6.5025) / ((a * a) + (b * b) + 6.5025), 1e-9);
    }

    [Fact]
    public void Measures_DifferentOrTooSmallPictures_Throw()
    {
        Should.Throw<ArgumentException>(() => ImageQuality.PsnrY(new PlanarImage(1, 2, 3), new PlanarImage(1, 3, 2)));
        Should.Throw<ArgumentException>(() => ImageQuality.Ssim(new PlanarImage(1, 10, 30), new PlanarImage(1, 10, 30)));
        Should.Throw<ArgumentException>(() => ImageQuality.PsnrY(new PlanarImage(1, 8, 30), new PlanarImage(1, 8, 30), 4));
    }

    private static double Y(PlanarImage image, int x, int y) =>
        16 + (65.481 * image.Row(0, y)[x]) + (128.553 * image.Row(1, y)[x]) + (24.966 * image.Row(2, y)[x]);

    private static double NaivePsnr(PlanarImage first, PlanarImage second, int border)
    {
        double sum = 0;
        var count = 0;
        for (var y = border; y < first.Height - border; y++)
        {
            for (var x = border; x < first.Width - border; x++, count++)
                sum += Math.Pow(Y(first, x, y) - Y(second, x, y), 2);
        }

        return 20 * Math.Log10(255 / Math.Sqrt(sum / count));
    }

    private static double NaiveSsim(PlanarImage first, PlanarImage second, int border)
    {
        double total = 0;
        var count = 0;
        for (var y = border + 5; y < first.Height - border - 5; y++)
        {
            for (var x = border + 5; x < first.Width - border - 5; x++, count++)
            {
                double norm = 0, meanA = 0, meanB = 0, varA = 0, varB = 0, cov = 0;
                for (var pass = 0; pass < 2; pass++)
                {
                    for (var dy = -5; dy <= 5; dy++)
                    {
                        for (var dx = -5; dx <= 5; dx++)
                        {
                            var weight = Math.Exp(-((dx * dx) + (dy * dy)) / 4.5);
                            var (a, b) = (Y(first, x + dx, y + dy), Y(second, x + dx, y + dy));
                            if (pass == 0)
                            {
                                norm += weight;
                                meanA += weight * a;
                                meanB += weight * b;
                            }
                            else
                            {
                                varA += weight / norm * (a - meanA) * (a - meanA);
                                varB += weight / norm * (b - meanB) * (b - meanB);
                                cov += weight / norm * (a - meanA) * (b - meanB);
                            }
                        }
                    }

                    if (pass == 0)
                        (meanA, meanB) = (meanA / norm, meanB / norm);
                }

                total += ((2 * meanA * meanB) + 6.5025) * ((2 * cov) + 58.5225)
                    / (((meanA * meanA) + (meanB * meanB) + 6.5025) * (varA + varB + 58.5225));
            }
        }

        return total / count;
    }
}
