using SrPlugin.Imaging;
using SrPlugin.Inference.ColorFix;
using SrPlugin.Inference.Diffusion;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Inference.Tiling;
using SrPlugin.Testing;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tests.S3Diff;

/// <summary>The whole pipeline against the authors' own code, step by step, with the LoRA folded and beside the layers.</summary>
[Trait("Kind", "Parity")]
public sealed class EndToEndParityTests(GoldenModel model, ITestOutputHelper output) : IClassFixture<GoldenModel>
{
    private const double Tolerance = 5e-4;
    private const double ImageTolerance = 1e-5;

    [Theory]
    [InlineData("e2e_cfg100", true)]
    [InlineData("e2e_cfg100", false)]
    [InlineData("e2e_cfg107", true)]
    [InlineData("e2e_cfg107", false)]
    [InlineData("e2e_scale25", true)]
    [InlineData("e2e_scale25", false)]
    [InlineData("e2e_user_deg", true)]
    [InlineData("e2e_user_deg", false)]
    public void Restore_GoldenSource_EqualsTheAuthorsCode(string name, bool folded)
    {
        var settings = new GoldenSettings(name);
        using var golden = new GoldenTensors($"s3diff/{name}.safetensors");
        var pipeline = model.Pipeline;
        pipeline.FoldsWeights = folded;
        pipeline.Noise = _ => new InjectedNoise(golden["noise"]);
        var source = GoldenImages.Planar(golden["lr"]);
        var options = Scored(settings, golden, source);

        var enlarged = ConditioningImage.Enlarge(source, settings.Width, settings.Height);
        Check("upsampled", GoldenImages.ToTensor(enlarged), ImageTolerance);
        using var conditioning = ConditioningImage.Pad(enlarged, pipeline.Networks.SizeMultiple, CPU);
        Check("c_t", conditioning.alias(), ImageTolerance);

        var image = pipeline.Restore(source, settings.Width, settings.Height, options, null, CancellationToken.None).Image;

        using (no_grad())
        {
            var run = Run(pipeline, options);
            using var latent = run.Encode(conditioning);
            Check("lq_latent", latent.alias());
            Check("model_pred", run.PredictNoise(latent, pipeline.Networks.Scheduler.LastTimestep));
            using var clean = run.Denoise(latent);
            Check("x_denoised", clean.alias());
            using var decoded = run.Decode(clean);
            Check("output", decoded.clamp(-1, 1));
            if (golden.Has("image"))
                Check("image", GoldenImages.ToTensor(image));
        }

        var truncated = GoldenImages.Truncate(image);
        var style = GoldenImages.Truncate(enlarged);
        Levels("image_uint8", truncated);
        Levels("final_uint8", Corrected(GoldenImages.FromPixels(golden["image_uint8"])));

        // Where truncation fell to the other side, AdaIN multiplies that one level by its gain, 2.6 in these pictures.
        if (settings.ColorFix != ColorFixMode.Adain)
            Levels("final_uint8", Corrected(truncated));

        PlanarImage Corrected(PlanarImage picture)
        {
            ColorCorrection.Apply(picture, style, settings.ColorFix);
            return GoldenImages.Truncate(picture);
        }

        void Check(string tensor, Tensor actual, double tolerance = Tolerance)
        {
            using (actual)
            {
                double error = TensorComparer.MaxErrorOverDeviation(actual, golden[tensor]);
                output.WriteLine($"{name} folded={folded} {tensor}: {error:0.0e+0}");
                error.ShouldBeLessThan(tolerance, tensor);
            }
        }

        void Levels(string tensor, PlanarImage actual)
        {
            int levels = GoldenImages.LargestDifference(actual, golden[tensor]);
            output.WriteLine($"{name} folded={folded} {tensor}: {levels} levels");
            levels.ShouldBeLessThanOrEqualTo(1, tensor);
        }
    }

    private S3DiffOptions Scored(GoldenSettings settings, GoldenTensors golden, PlanarImage source)
    {
        // Only the folded weights decide what follows: the score itself is compared first.
        var estimated = model.Pipeline.EstimateDegradation(source, CancellationToken.None);
        using var score = tensor(new[] { estimated.Blur, estimated.Noise }, [1, 2]);
        TensorComparer.MaxErrorOverDeviation(score, golden["estimated_score"]).ShouldBeLessThan(2e-5);
        var options = settings.Options with { ColorFix = ColorFixMode.None };
        return settings.IsEstimated
            ? options
            : options with { Blur = golden["deg_score"][0, 0].item<float>(), Noise = golden["deg_score"][0, 1].item<float>() };
    }

    private static S3DiffRun Run(S3DiffPipeline pipeline, S3DiffOptions options) => new(
        pipeline.Networks,
        options,
        MemoryPlan.Create(options.LatentTileSize, options.LatentTileOverlap, pipeline.Networks.Vae.Config, true, 4, 1L << 30, 1L << 30, 1),
        new StageTracker(null, CancellationToken.None),
        new TileCheckpoint(null, null, null, CancellationToken.None),
        pipeline.Noise!);
}
