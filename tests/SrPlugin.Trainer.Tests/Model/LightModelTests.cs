using System.Diagnostics;
using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Trainer.Evaluation;
using SrPlugin.Trainer.Training;
using SrPlugin.Weights.Models;

namespace SrPlugin.Trainer.Tests.Model;

/// <summary>What the usual model promises, with its own estimates, on photos that it was not trained on.</summary>
public sealed class LightModelTests : IClassFixture<LightModelTests.Fixture>
{
    private const long MostBytes = 15_000_000;
    private readonly Fixture _fixture;

    public LightModelTests(Fixture fixture) => _fixture = fixture;

    [Fact]
    public void Files_All_VerifyAndStaySmall()
    {
        var folder = ModelFolder.Open(Fixture.PathOf("light-s3diff"));

        folder.Verify(null, CancellationToken.None).ShouldAllBe(file => file.Problem == null);
        new DirectoryInfo(folder.Directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length).ShouldBeLessThanOrEqualTo(MostBytes);
        TrainingOptions.Parse(File.ReadAllText(Path.Combine(folder.Directory, "recipe.json"))).Validate();
    }

    [Theory]
    [InlineData("noise 15", 4.0)]
    [InlineData("JPEG 30", -0.5)]
    [InlineData("blur 1.5", 1.5)]
    [InlineData("×4 clean", 0.7)]
    [InlineData("×4 blur 1.2, noise 4, JPEG 75", 0.3)]
    public void Suite_DamagedPhotos_GainWhatTheCardSays(string damage, double gain) => _fixture.Gain(damage).ShouldBeGreaterThan(gain);

    [Fact]
    public void Restore_CleanPhotos_AreLeftAlone() =>
        _fixture.Suite.Single(figures => figures.Case.Name == "clean").Result.PsnrY.ShouldBeGreaterThan(40);

    [Fact]
    public void Restore_HigherScores_SmoothAndSharpen()
    {
        var source = _fixture.Photos[0].ToPixels(Imaging.SampleFormat.UInt8);
        double Detail(double blur, double noise) => Energy(_fixture.Restore(source, new Recipe { Mode = "restore", Blur = blur, Noise = noise }));

        Detail(0.6, 0.1).ShouldBeGreaterThan(Detail(0.1, 0.1));
        Detail(0.1, 0.6).ShouldBeLessThan(Detail(0.1, 0.1));
    }

    [Fact]
    public void Restore_Photo_TakesAFractionOfTheTinyModelsTime()
    {
        using BuiltInModel light = new("light-s3diff"), tiny = new("tiny-s3diff");
        var source = _fixture.Photos[0].ToPixels(Imaging.SampleFormat.UInt8);
        double Seconds(BuiltInModel model)
        {
            model.Run(source, new Recipe { Mode = "restore" });
            long start = Stopwatch.GetTimestamp();
            model.Run(source, new Recipe { Mode = "restore" });
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Seconds(light).ShouldBeLessThan(Seconds(tiny) / 4);
    }

    private static double Energy(PixelBuffer pixels)
    {
        var image = PlanarImage.FromPixels(pixels);
        double sum = 0;
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Row(1, y);
            for (var x = 1; x < row.Length; x++)
                sum += Math.Abs(row[x] - row[x - 1]);
        }

        return sum;
    }

    /// <summary>A model that ships with the program, used as every host uses it.</summary>
    private sealed class BuiltInModel(string id) : IDisposable
    {
        private static readonly ControlManifest _controls = ControlManifest.Load();
        private readonly ModelFolder _folder = ModelFolder.Open(Fixture.PathOf(id));
        private readonly IRestorationModel _model = RestorationModelLoader.Load(
            ModelFolder.Open(Fixture.PathOf(id)), ComputeDevice.Cpu, ComputePrecision.Float32, CancellationToken.None);

        public PixelBuffer Run(PixelBuffer source, Recipe recipe) => JobRunner.Run(
            _model, RecipeDefaults.Complete(recipe, RecipeMapping.DefaultsOf(_folder.Manifest!.Configuration), _folder.Pipeline, _controls),
            new JobPicture(source, null, null), null, null, CancellationToken.None).Pixels;

        public void Dispose() => _model.Dispose();
    }

    public sealed class Fixture : IDisposable
    {
        private const int Side = 192;
        private readonly BuiltInModel _light = new("light-s3diff");

        public Fixture()
        {
            Photos = [.. ((string[])["rocket.jpg", "astronaut.png", "camera.png", "hopper.png"]).Select(Photo)];
            Suite = BuiltinSuite.Run(
                Photos, (source, damage) => _light.Run(source, new Recipe { Mode = damage.KeepsSize ? "restore" : "upscale" }), null, CancellationToken.None);
        }

        /// <summary>Photos that no built-in model was trained on.</summary>
        public IReadOnlyList<PlanarImage> Photos { get; }

        public IReadOnlyList<SuiteFigures> Suite { get; }

        public static string PathOf(string model) => Path.Combine(Root(), "models", model);

        public PixelBuffer Restore(PixelBuffer source, Recipe recipe) => _light.Run(source, recipe);

        public double Gain(string damage) => Suite.Single(figures => figures.Case.Name == damage) is var found ? found.Result.PsnrY - found.Source.PsnrY : 0;

        public void Dispose() => _light.Dispose();

        private static PlanarImage Photo(string name) =>
            BuiltinSuite.Prepare(PlanarImage.FromPixels(PictureFile.Load(Path.Combine(Root(), "tests/fixtures/images", name)).Pixels).ToRgb(), Side);

        private static string Root()
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SrPlugin.sln")))
                folder = folder.Parent;
            return folder?.FullName ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        }
    }
}
