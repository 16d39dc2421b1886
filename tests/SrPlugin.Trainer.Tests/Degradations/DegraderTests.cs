using SrPlugin.Imaging;
using SrPlugin.Trainer.Degradations;
using SrPlugin.Trainer.Pictures;
using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Tests.Degradations;

public sealed class DegraderTests
{
    private static readonly PlanarImage s_picture = new ProceduralPictures(2).Generate(160, 1);

    [Fact]
    public void Apply_SingleStage_QuartersTheSizeAndRoundsToEightBits()
    {
        var small = Degrade(DegradationPlanTests.Single(1, 3, 80));

        (small.Width, small.Height, small.Channels).ShouldBe((40, 40, 3));
        small.Data.ShouldAllBe(value => Math.Abs((value * 255) - MathF.Round(value * 255)) < 1e-3f && value >= 0 && value <= 1);
    }

    [Theory]
    [InlineData(37, 61)]
    [InlineData(4, 4)]
    [InlineData(160, 7)]
    public void Apply_TwoStagesAnySize_EndsAtAQuarter(int width, int height)
    {
        var stage = new DegradationStage(1, 1, 0.37f, ResampleFilter.Area, 2, true, true, 60);
        var plan = new DegradationPlan([stage, stage with { Scale = 0.25f / 0.37f, Filter = ResampleFilter.Lanczos3 }]);
        var source = s_picture.Crop(new PixelRectangle(0, 0, width, height));

        var small = Degrader.Apply(source, plan, new SeededRandom(1));

        Math.Abs(small.Width - (width * 0.25)).ShouldBeLessThanOrEqualTo(1);
        Math.Abs(small.Height - (height * 0.25)).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void Apply_MoreBlur_LessDetail()
    {
        var details = new[] { 0f, 0.8f, 1.6f, 3.2f }.Select(blur => Detail(Degrade(DegradationPlanTests.Single(blur, 0)))).ToArray();

        details.ShouldBe(details.OrderDescending());
    }

    [Fact]
    public void Apply_MoreNoise_FartherFromTheCleanPicture()
    {
        var clean = Degrade(DegradationPlanTests.Single(0, 0));
        var qualities =
            new[] { 1f, 4f, 12f, 25f }.Select(noise => ImageQuality.PsnrY(Degrade(DegradationPlanTests.Single(0, noise)), clean)).ToArray();

        qualities.ShouldBe(qualities.OrderDescending());
    }

    [Fact]
    public void Apply_Noise_HasTheGivenDeviation()
    {
        var grey = new PlanarImage(3, 256, 256);
        grey.Data.AsSpan().Fill(0.5f);

        var noisy = Degrader.Apply(grey, DegradationPlanTests.Single(0, 10), new SeededRandom(9));

        var mean = noisy.Data.Average();
        Math.Sqrt(noisy.Data.Average(value => (value - mean) * (value - mean))).ShouldBe(10 / 255.0, 0.001);
    }

    [Fact]
    public void Apply_Always_LeavesItsInputAlone()
    {
        var before = s_picture.Data.ToArray();

        Degrade(DegradationPlanTests.Single(2, 10, 40));

        s_picture.Data.ShouldBe(before);
    }

    private static PlanarImage Degrade(DegradationPlan plan) => Degrader.Apply(s_picture, plan, new SeededRandom(1));

    private static double Detail(PlanarImage image)
    {
        double sum = 0;
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Row(1, y);
            for (var x = 1; x < row.Length; x++)
                sum += Math.Abs(row[x] - row[x - 1]);
        }

        return sum;
    }
}
