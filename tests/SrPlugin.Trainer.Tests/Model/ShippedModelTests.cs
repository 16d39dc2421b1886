using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Testing;
using SrPlugin.Trainer.Degradations;
using SrPlugin.Trainer.Evaluation;
using SrPlugin.Trainer.Pictures;
using SrPlugin.Trainer.Randomness;
using SrPlugin.Trainer.Training;
using SrPlugin.Weights.Models;

namespace SrPlugin.Trainer.Tests.Model;

/// <summary>What the built-in model promises, checked on photos that it was not trained on.</summary>
public sealed class ShippedModelTests : IClassFixture<ShippedModelTests.Fixture>
{
    private const long MostBytes = 15_000_000;
    private readonly Fixture _fixture;

    public ShippedModelTests(Fixture fixture) => _fixture = fixture;

    [Theory]
    [InlineData("tiny-s3diff")]
    [InlineData("light-s3diff")]
    public void Files_All_VerifyAndStaySmall(string model)
    {
        var folder = ModelFolder.Open(GoldenFolder.Fixture($"../../models/{model}"));

        folder.Verify(null, CancellationToken.None).ShouldAllBe(file => file.Problem == null);
        new DirectoryInfo(folder.Directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
            .ShouldBeLessThanOrEqualTo(MostBytes);
    }

    [Theory]
    [InlineData("tiny-s3diff")]
    [InlineData("light-s3diff")]
    public void Recipe_Shipped_IsOneThatTheTrainerAccepts(string model) =>
        TrainingOptions.Parse(File.ReadAllText(GoldenFolder.Fixture($"../../models/{model}/recipe.json"))).Validate();

    [Fact]
    public void Restore_DegradedPhotos_GainADecibelOverBicubic()
    {
        var figures = _fixture.KeptOut.Select(
            photo =>
                _fixture.Evaluation.Restore(photo, ModelEvaluation.Degraded, 1, new S3DiffOptions(), CancellationToken.None)).ToArray();

        figures.Average(figure => figure.Gain).ShouldBeGreaterThan(1.0);
        figures.Average(figure => figure.SsimGain).ShouldBeGreaterThan(0.02);
    }

    [Fact]
    public void Restore_CleanPhotos_GainADecibelOverBicubic()
    {
        var figures = _fixture.KeptOut.Select(
            photo => _fixture.Evaluation.Restore(photo, ModelEvaluation.Clean, 1, new S3DiffOptions(), CancellationToken.None)).ToArray();

        figures.Average(figure => figure.Gain).ShouldBeGreaterThan(1.0);
        figures.ShouldAllBe(figure => figure.Gain > -0.3);
    }

    [Fact]
    public void Restore_AtItsOwnSize_ComesNearerToTheOriginal()
    {
        var original = _fixture.KeptOut[1].Crop(new PixelRectangle(160, 40, 128, 128));
        var stage = new DegradationStage(0.8f, 0.8f, 1, ResampleFilter.Bicubic, 4, false, false, 75);
        var source = Degrader.Apply(original, new DegradationPlan([stage]), new SeededRandom(6));

        var restored = _fixture.RestoreAtOwnSize(source);

        ImageQuality.PsnrY(restored, original).ShouldBeGreaterThan(ImageQuality.PsnrY(source, original) + 1);
    }

    [Fact]
    public void Restore_HigherNoiseScore_IsSmoother()
    {
        var source = _fixture.Source(noise: 6);
        var details =
            new[] { 0f, 0.25f, 0.5f }.Select(noise => Detail(_fixture.Restore(source, new S3DiffOptions { Blur = 0.3f, Noise = noise })))
                .ToArray();

        details.ShouldBe(details.OrderDescending());
        (details[2] / details[0]).ShouldBeLessThan(0.97);
    }

    [Fact]
    public void Restore_HigherBlurScore_IsSharper()
    {
        var source = _fixture.Source(noise: 2);
        var details =
            new[] { 0f, 0.25f, 0.5f }.Select(blur => Detail(_fixture.Restore(source, new S3DiffOptions { Blur = blur, Noise = 0.1f })))
                .ToArray();

        details.ShouldBe(details.Order());
        (details[2] / details[0]).ShouldBeGreaterThan(1.03);
    }

    [Fact]
    public void Restore_NegativePromptAlone_StaysNearTheDegradedPicture()
    {
        var source = _fixture.Source(noise: 4);
        var enlarged = Resampler.Resize(source, source.Width * 4, source.Height * 4, ResampleFilter.Bilinear);
        var restored = _fixture.Restore(source, new S3DiffOptions { GuidanceScale = 1 });
        var worse = _fixture.Restore(source, new S3DiffOptions { GuidanceScale = 1, PositivePrompt = S3DiffOptions.DefaultNegativePrompt });

        ImageQuality.PsnrY(worse, enlarged).ShouldBeGreaterThan(ImageQuality.PsnrY(restored, enlarged) + 0.5);
    }

    [Fact]
    public void Restore_StrongerGuidance_MovesFartherFromTheDegradedPicture()
    {
        var source = _fixture.Source(noise: 4);
        var enlarged = Resampler.Resize(source, source.Width * 4, source.Height * 4, ResampleFilter.Bilinear);
        var distances = new[] { 1, 1.5, 2.5 }
            .Select(guidance => ImageQuality.PsnrY(_fixture.Restore(source, new S3DiffOptions { GuidanceScale = guidance }), enlarged))
                .ToArray();

        distances.ShouldBe(distances.OrderDescending());
    }

    [Fact]
    public void EstimateDegradation_GeneratedPicturesAndPhoto_CorrelatesWithWhatWasApplied()
    {
        var pictures = new ProceduralPictures(4711);
        foreach (var set in new[] { _fixture.KeptOut, [.. Enumerable.Range(0, 3).Select(i => pictures.Generate(256, i))] })
        {
            var (blur, noise) = _fixture.Evaluation.Correlate(set, CancellationToken.None);

            blur.ShouldBeGreaterThan(0.5);
            noise.ShouldBeGreaterThan(0.7);
        }
    }

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

    public sealed class Fixture : IDisposable
    {
        private readonly S3DiffPipeline _pipeline;

        public Fixture()
        {
            KeptOut = [Load("rocket.jpg"), Load("astronaut.png"), Load("camera.png"), Load("hopper.png")];
            _pipeline = S3DiffPipelineLoader.Load(
                S3DiffModelFiles.Open(ModelFolder.Open(ModelPath)), ComputeDevice.Cpu, ComputePrecision.Float32, CancellationToken.None);
            Evaluation = new ModelEvaluation(_pipeline);
        }

        public static string ModelPath => GoldenFolder.Fixture("../../models/tiny-s3diff");

        /// <summary>The photos that no built-in model was trained on.</summary>
        public PlanarImage[] KeptOut { get; }

        public PlanarImage Photo => KeptOut[0];

        public ModelEvaluation Evaluation { get; }

        /// <summary>A degraded part of the photo with structure in it.</summary>
        public PlanarImage Source(float noise)
        {
            var part = Photo.Crop(new PixelRectangle(240, 100, 256, 256));
            var stage = new DegradationStage(1.2f, 1.2f, 0.25f, ResampleFilter.Bicubic, noise, false, false, 0);
            return Degrader.Apply(part, new DegradationPlan([stage]), new SeededRandom(5));
        }

        public PlanarImage Restore(PlanarImage source, S3DiffOptions options) =>
            _pipeline.Restore(source, source.Width * 4, source.Height * 4, options, null, CancellationToken.None).Image;

        public PlanarImage RestoreAtOwnSize(PlanarImage source)
        {
            var request = new UpscaleRequest { Mode = UpscaleMode.Restore };
            return PlanarImage.FromPixels(
                new Upscaler(_pipeline).Run(source.ToPixels(SampleFormat.UInt8), request, null, CancellationToken.None).Pixels);
        }

        public void Dispose() => _pipeline.Dispose();

        private static PlanarImage Load(string name) =>
            PlanarImage.FromPixels(PictureFile.Load(GoldenFolder.Fixture($"images/{name}")).Pixels).ToRgb();
    }
}
