using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Testing;
using SrPlugin.Trainer.Evaluation;
using SrPlugin.Weights.Models;
using SampleFormat = SrPlugin.Imaging.SampleFormat;

namespace SrPlugin.Trainer.Tests.Model;

/// <summary>What the built-in model that works at a picture's own size promises, checked on photos that it was not trained on.</summary>
public sealed class LightModelTests : IClassFixture<LightModelTests.Fixture>
{
    private readonly Fixture _fixture;

    public LightModelTests(Fixture fixture) => _fixture = fixture;

    [Fact]
    public void Restore_DamagedPhotos_ComesNearerToTheOriginals()
    {
        IReadOnlyList<SuiteFigures> figures = BuiltinSuite.Run(
            _fixture.Photos, (source, one) => _fixture.Run(source, new Recipe { Mode = one.KeepsSize ? "restore" : "upscale", Scale = 4 }),
            null, CancellationToken.None);

        double Gain(string name) => figures.Single(one => one.Case.Name == name) is var found ? found.Result.PsnrY - found.Source.PsnrY : 0;
        Gain("noise 15").ShouldBeGreaterThan(3.5);
        Gain("JPEG 30").ShouldBeGreaterThan(0.2);
        Gain("blur 1.5").ShouldBeGreaterThan(2);
        Gain("×4 clean").ShouldBeGreaterThan(0.8);
        Gain("×4 blur 1.2, noise 4, JPEG 75").ShouldBeGreaterThan(0.3);
        figures.Single(one => one.Case.Name == "clean").Result.PsnrY.ShouldBeGreaterThan(40, "a clean photo is left alone");
    }

    [Fact]
    public void Restore_InTiles_EqualsTheWhole()
    {
        PixelBuffer source = _fixture.Whole;

        byte[] whole = _fixture.Run(source, Restoring(0.3, 0.3) with { Tile = 1024 }).TakeBytes();
        byte[] tiled = _fixture.Run(source, Restoring(0.3, 0.3) with { Tile = 160 }).TakeBytes();

        whole.Zip(tiled, (one, other) => Math.Abs(one - other)).Max().ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void Restore_HigherNoiseScore_IsSmoother()
    {
        double[] details = [.. new[] { 0, 0.25, 0.5 }.Select(noise => Detail(_fixture.Run(_fixture.Large, Restoring(0.2, noise))))];

        details.ShouldBe(details.OrderDescending());
        (details[2] / details[0]).ShouldBeLessThan(0.97);
    }

    [Fact]
    public void Restore_HigherBlurScore_IsSharper()
    {
        double[] details = [.. new[] { 0, 0.25, 0.5 }.Select(blur => Detail(_fixture.Run(_fixture.Large, Restoring(blur, 0.1))))];

        details.ShouldBe(details.Order());
        (details[2] / details[0]).ShouldBeGreaterThan(1.03);
    }

    private static Recipe Restoring(double blur, double noise) => new() { Mode = "restore", Blur = blur, Noise = noise };

    private static double Detail(PixelBuffer picture)
    {
        ReadOnlySpan<float> green = PlanarImage.FromPixels(picture).Data.AsSpan(
            picture.Width * picture.Height, picture.Width * picture.Height);
        double sum = 0;
        for (int i = 1; i < green.Length; i++)
            sum += i % picture.Width == 0 ? 0 : Math.Abs(green[i] - green[i - 1]);
        return sum;
    }

    public sealed class Fixture : IDisposable
    {
        private const int Side = 128;
        private readonly IRestorationModel _model;
        private readonly ControlManifest _controls = ControlManifest.Load();

        public Fixture()
        {
            Folder = ModelFolder.Open(GoldenFolder.Fixture("../../models/light-s3diff"));
            _model = RestorationModelLoader.Load(Folder, ComputeDevice.Cpu, ComputePrecision.Float32, CancellationToken.None);
            PlanarImage[] photos = [.. new[] { "astronaut.png", "camera.png", "hopper.png", "rocket.jpg" }.Select(Load)];
            Photos = [.. photos.Select(photo => BuiltinSuite.Prepare(photo, Side))];
            Whole = photos[0].ToPixels(SampleFormat.UInt8);
            Large = photos[0].Crop(new PixelRectangle(60, 20, 360, 200)).ToPixels(SampleFormat.UInt8);
        }

        private ModelFolder Folder { get; }

        /// <summary>The middles of photos that no built-in model was trained on.</summary>
        public IReadOnlyList<PlanarImage> Photos { get; }

        /// <summary>A photo of several tiles.</summary>
        public PixelBuffer Whole { get; }

        /// <summary>A part of it with structure.</summary>
        public PixelBuffer Large { get; }

        public PixelBuffer Run(PixelBuffer source, Recipe wishes)
        {
            Recipe recipe = RecipeDefaults.Complete(
                wishes, RecipeMapping.DefaultsOf(Folder.Manifest?.Configuration), Folder.Pipeline, _controls);
            return JobRunner.Run(_model, recipe, new JobPicture(source, null, null), null, null, CancellationToken.None).Pixels;
        }

        public void Dispose() => _model.Dispose();

        private static PlanarImage Load(string name) =>
            PlanarImage.FromPixels(PictureFile.Load(GoldenFolder.Fixture($"images/{name}")).Pixels).ToRgb();
    }
}
