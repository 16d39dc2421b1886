using SrPlugin.Imaging;
using SrPlugin.Inference.AddSr;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Testing;
using SrPlugin.Trainer.AddSr;
using SrPlugin.Trainer.Degradations;
using SrPlugin.Trainer.Evaluation;
using SrPlugin.Trainer.Randomness;
using SrPlugin.Weights.Models;

namespace SrPlugin.Trainer.Tests.AddSr;

/// <summary>What the built-in model of the AddSR family promises, checked on photos that it was not trained on.</summary>
public sealed class ShippedAddSrTests
{
    private const long MostBytes = 15_000_000;
    private static readonly string s_model = Path.GetFullPath(GoldenFolder.Fixture("../../models/tiny-addsr"));

    [Fact]
    public void Files_All_VerifyAndStaySmall()
    {
        var folder = ModelFolder.Open(s_model);

        folder.Verify(null, CancellationToken.None).ShouldAllBe(file => file.Problem == null);
        new DirectoryInfo(s_model).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
            .ShouldBeLessThanOrEqualTo(MostBytes);
    }

    [Fact]
    public void Recipe_Shipped_IsOneThatTheTrainerAccepts() =>
        AddSrRecipe.Parse(File.ReadAllText(Path.Combine(s_model, "recipe.json"))).Validate();

    [Fact]
    public void Restore_DegradedPhotos_GainsHalfADecibelInOneStepAndDetailInFour()
    {
        using var pipeline = AddSrPipelineLoader.Load(
            ModelFolder.Open(s_model), ComputeDevice.Cpu, ComputePrecision.Float32, CancellationToken.None);
        var (gains, falls, details) = (new List<double>(), new List<double>(), new List<double>());
        foreach (var name in new[] { "astronaut.png", "camera.png" })
        {
            var photo = PlanarImage.FromPixels(PictureFile.Load(GoldenFolder.Fixture($"images/{name}")).Pixels).ToRgb();
            var source = Degrader.Apply(photo, ModelEvaluation.Degraded, new SeededRandom(0xE7A1, 1));
            var bicubic = Resampler.Resize(source, photo.Width, photo.Height, ResampleFilter.Bicubic);
            var (one, four) = (Restore(pipeline, source, photo, 1), Restore(pipeline, source, photo, 4));
            gains.Add(ImageQuality.PsnrY(one, photo) - ImageQuality.PsnrY(bicubic, photo));
            falls.Add(ImageQuality.PsnrY(one, photo) - ImageQuality.PsnrY(four, photo));
            details.Add(Detail(four) / Detail(one));
        }

        gains.Average().ShouldBeGreaterThan(0.5);
        falls.Average().ShouldBeLessThan(1.5);
        details.ShouldAllBe(ratio => ratio > 1);
    }

    private static PlanarImage Restore(AddSrPipeline pipeline, PlanarImage source, PlanarImage photo, int steps) =>
        pipeline.Restore(source, photo.Width, photo.Height, new AddSrOptions { StepCount = steps }, null, CancellationToken.None).Image;

    // Squared differences of neighbours in the green channel.
    private static double Detail(PlanarImage image)
    {
        double sum = 0;
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Row(1, y);
            for (var x = 1; x < row.Length; x++)
                sum += (row[x] - row[x - 1]) * (row[x] - row[x - 1]);
        }

        return sum;
    }
}
