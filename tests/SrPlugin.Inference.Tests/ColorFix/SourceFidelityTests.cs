using SrPlugin.Imaging;
using SrPlugin.Inference.ColorFix;

namespace SrPlugin.Inference.Tests.ColorFix;

public sealed class SourceFidelityTests
{
    private const float Level = 1f / 255;

    [Theory]
    [InlineData(1)]
    [InlineData(3.7)]
    public void KeepFlat_PaperWithALetter_KeepsThePaperAndTheModelsLetter(double factor)
    {
        var source = new PlanarImage(3, 20, 30);
        source.Data.AsSpan().Fill(1);
        for (int c = 0; c < 3; c++)
        {
            for (int y = 5; y < 12; y++)
                source.Row(c, y)[10..13].Clear();
        }

        int width = (int)(30 * factor), height = (int)(20 * factor);
        var restored = new PlanarImage(3, height, width);
        restored.Data.AsSpan().Fill(0.5f);

        SourceFidelity.KeepFlat(restored, source);

        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int sourceX = (int)((x + 0.5) / factor), sourceY = (int)((y + 0.5) / factor);
                bool isNearTheLetter = sourceX is >= 9 and <= 13 && sourceY is >= 4 and <= 12;
                bool isInsideTheLetter = sourceX is 11 && sourceY is > 5 and < 11;
                float value = restored.Row(1, y)[x];
                if (isInsideTheLetter)
                    value.ShouldBeLessThanOrEqualTo(Level);
                else if (isNearTheLetter)
                    value.ShouldBe(0.5f);
                else
                    value.ShouldBeInRange(1 - Level, 1);
            }
        }
    }

    [Fact]
    public void KeepFlat_LivelySource_LeavesEveryPixelToTheModel()
    {
        PlanarImage source = Noise(3, 16, 16, 1), restored = Noise(3, 32, 32, 2);
        float[] before = [.. restored.Data];

        SourceFidelity.KeepFlat(restored, source);

        restored.Data.ShouldBe(before);
    }

    [Theory]
    [InlineData(0.5, 0.5, 0.25)]
    [InlineData(0.2, 0.2, 0.04)]
    [InlineData(0, 0, 0)]
    public void Weaken_DetailAndAnEvenChange_KeepsTheStrengthAndItsSquare(double strength, double detail, double even)
    {
        var source = new PlanarImage(3, 64, 64);
        source.Data.AsSpan().Fill(0.5f);
        PlanarImage restored = source.Clone();

        // A checkerboard, which is the finest detail there is, and everything a little brighter.
        for (int y = 0; y < 64; y++)
        {
            for (int x = 0; x < 64; x++)
                restored.Row(1, y)[x] += 0.1f + ((x + y) % 2 == 0 ? 0.05f : -0.05f);
        }

        SourceFidelity.Weaken(restored, source, strength);

        restored.Row(1, 32)[32].ShouldBe((float)(0.5 + (0.1 * even) + (0.05 * detail)), 1e-4f);
        restored.Row(1, 32)[33].ShouldBe((float)(0.5 + (0.1 * even) - (0.05 * detail)), 1e-4f);
        restored.Plane(0).SequenceEqual(source.Plane(0)).ShouldBeTrue();
    }

    [Fact]
    public void Weaken_FullStrength_LeavesEveryPixelToTheModel()
    {
        PlanarImage restored = Noise(3, 32, 32, 2);
        float[] before = [.. restored.Data];

        SourceFidelity.Weaken(restored, Noise(3, 16, 16, 1), 1);

        restored.Data.ShouldBe(before);
    }

    [Fact]
    public void KeepGrey_GreySourceWithRounding_TakesTheColorsOut()
    {
        PlanarImage source = Noise(1, 8, 8, 1).ToRgb();
        source.Plane(1)[5] += Level;

        PlanarImage result = SourceFidelity.KeepGrey(Noise(3, 16, 16, 2), source);

        result.Plane(0).SequenceEqual(result.Plane(2)).ShouldBeTrue();
    }

    [Fact]
    public void KeepGrey_OneColoredPixel_LeavesTheColors()
    {
        PlanarImage source = Noise(1, 8, 8, 1).ToRgb(), restored = Noise(3, 16, 16, 2);
        source.Plane(1)[5] += 3 * Level;

        SourceFidelity.KeepGrey(restored, source).ShouldBeSameAs(restored);
    }

    [Fact]
    public void Excess_HighlightsAndWideColors_ComeBack()
    {
        PlanarImage source = Noise(3, 8, 8, 1);
        source.Plane(0)[3] = 4f;
        source.Plane(2)[9] = -0.2f;
        PlanarImage restored = source.Clone().Clamp();

        SourceFidelity.AddExcess(restored, SourceFidelity.Excess(source));

        restored.Plane(0)[3].ShouldBe(4f, 1e-6f);
        restored.Plane(2)[9].ShouldBe(-0.2f, 1e-6f);
        SourceFidelity.Excess(Noise(3, 8, 8, 1)).ShouldBeNull();
    }

    private static PlanarImage Noise(int channels, int height, int width, int seed)
    {
        var image = new PlanarImage(channels, height, width);
        var random = new Random(seed);
        foreach (ref float value in image.Data.AsSpan())
            value = random.NextSingle();
        return image;
    }
}
