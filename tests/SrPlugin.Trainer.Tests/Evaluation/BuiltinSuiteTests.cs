using SrPlugin.Imaging;
using SrPlugin.Trainer.Degradations;
using SrPlugin.Trainer.Evaluation;
using SrPlugin.Trainer.Pictures;
using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Tests.Evaluation;

public sealed class BuiltinSuiteTests
{
    private static readonly PlanarImage s_photo = new ProceduralPictures(12).Generate(128, 1);

    [Fact]
    public void Run_AModelThatReturnsThePhoto_IsPerfectInEveryCase()
    {
        var figures = BuiltinSuite.Run([s_photo], (_, _) => s_photo.ToPixels(SampleFormat.UInt8), null, CancellationToken.None);

        figures.Select(one => one.Case).ShouldBe(BuiltinSuite.Cases);
        figures.ShouldAllBe(one => one.Result.PsnrY > 55);
        figures.ShouldAllBe(one => Math.Abs(one.Result.DetailEnergy - 1) < 0.01);
        figures.Where(one => one.Case.Name != "clean").ShouldAllBe(one => one.Source.PsnrY < 45);
    }

    [Fact]
    public void Run_AModelThatDoesNothing_EqualsTheSource()
    {
        var figures = BuiltinSuite.Run(
            [s_photo],
            (source, one) => one.KeepsSize
                ? source
                : Resampler.Resize(PlanarImage.FromPixels(source), s_photo.Width, s_photo.Height, ResampleFilter.Bicubic)
                    .ToPixels(SampleFormat.UInt8),
            null,
            CancellationToken.None);

        figures.ShouldAllBe(one => one.Result == one.Source);
    }

    [Fact]
    public void PictureFigures_BlurredPhoto_LacksDetail()
    {
        var plan = new DegradationPlan([new DegradationStage(1.5f, 1.5f, 1, ResampleFilter.Bicubic, 0, false, false, 0)]);

        PictureFigures.Of(Degrader.Apply(s_photo, plan, new SeededRandom(1)), s_photo).DetailEnergy.ShouldBeLessThan(0.6);
    }

    [Fact]
    public void PictureFigures_StronglyCompressedPhoto_HasStepsAtTheBordersOfBlocks()
    {
        PictureFigures.Of(JpegArtifacts.Apply(s_photo, 10), s_photo).BlockEdges.ShouldBeGreaterThan(1.5);
        PictureFigures.Of(s_photo, s_photo).BlockEdges.ShouldBe(1, 0.25);
    }

    [Fact]
    public void PictureFigures_TintedFlatPicture_HasThatChromaError()
    {
        var grey = new PlanarImage(3, 32, 32);
        Array.Fill(grey.Data, 0.5f);
        var tinted = grey.Clone();
        foreach (ref var value in tinted.Plane(2))
            value += 8f / 255;

        // 8 levels of blue are 4 of Cb and 0.65 of Cr.
        PictureFigures.Of(tinted, grey).FlatChromaError.ShouldBe((4 + 0.65) / 2, 0.01);
    }

    [Fact]
    public void Prepare_LargePhoto_IsReducedAndCropped()
    {
        var prepared = BuiltinSuite.Prepare(new PlanarImage(3, 700, 900), 96);

        (prepared.Width, prepared.Height).ShouldBe((96, 96));
    }
}
