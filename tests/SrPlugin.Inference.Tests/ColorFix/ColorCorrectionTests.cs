using SrPlugin.Imaging;
using SrPlugin.Inference.ColorFix;
using SrPlugin.Inference.Tests.Jobs;

namespace SrPlugin.Inference.Tests.ColorFix;

public sealed class ColorCorrectionTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 300)]
    [InlineData(300, 1)]
    [InlineData(7, 5)]
    public void Apply_ImageEqualsSource_ChangesNothing(int width, int height)
    {
        foreach (var mode in Enum.GetValues<ColorFixMode>())
        {
            var source = TestPictures.Planar(width, height);
            var image = source.Clone();

            ColorCorrection.Apply(image, source, mode);

            for (int i = 0; i < image.Data.Length; i++)
                image.Data[i].ShouldBe(source.Data[i], 1e-5f);
        }
    }

    [Theory]
    [InlineData(ColorFixMode.Wavelet)]
    [InlineData(ColorFixMode.Adain)]
    public void Apply_ColourCast_IsRemoved(ColorFixMode mode)
    {
        var source = TestPictures.Planar(64, 48);
        var image = source.Clone();
        foreach (ref float value in image.Plane(1))
            value = Math.Min(1, value + 0.1f);

        ColorCorrection.Apply(image, source, mode);

        Mean(image, 1).ShouldBe(Mean(source, 1), 0.004);
    }

    [Fact]
    public void Apply_None_OnlyClamps()
    {
        var image = new PlanarImage(3, 1, 1, [-0.5f, 0.5f, 1.5f]);

        ColorCorrection.Apply(image, image.Clone(), ColorFixMode.None);

        image.Data.ShouldBe([0f, 0.5f, 1f]);
    }

    private static double Mean(PlanarImage image, int channel)
    {
        double sum = 0;
        foreach (float value in image.Plane(channel))
            sum += value;
        return sum / image.Plane(channel).Length;
    }
}
