using SrPlugin.Inference.AddSr;
using SrPlugin.Testing;
using SrPlugin.Trainer.Adversaries;
using SrPlugin.Trainer.Optimization;
using SrPlugin.Trainer.Papers;
using SrPlugin.Trainer.Randomness;
using SrPlugin.Trainer.Tests.Adversaries;
using SrPlugin.Weights.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Tests.Papers;

/// <summary>
/// Two whole updates of AddSR equal a computation of their own in float64: the formulas written out as one graph, the discriminator's
/// heads and AdamW by hand. Only the networks (which have goldens of their own) and the augmentation are shared.
/// </summary>
public sealed class AddSrUpdateTests
{
    private const int Side = 64;
    private static readonly string s_model = Path.GetFullPath(Path.Combine(GoldenFolder.Fixture("."), "..", "..", "models", "tiny-addsr"));

    [Theory]
    [InlineData(true, TimestepWeights.AsPublished)]
    [InlineData(false, TimestepWeights.AsIntended)]
    public void Run_TwoUpdates_EqualsAComputationInFloat64(bool asPublished, TimestepWeights weights)
    {
        var recipe = new AddSrPaperRecipe
        {
            PredictionsStaySigned = asPublished,
            StudentLossReachesDiscriminator = asPublished,
            TimestepWeights = weights,
        };
        using var dino = Transformer("vision_aided", "vit.weight.", ScalarType.Float32);
        using var dinoV2 = Transformer("addsr_training", "dinov2.weight.", ScalarType.Float32);
        using var models = Models(ScalarType.Float32);
        using var discriminator = new ProjectedDiscriminator(dino, new SeededRandom(3), dino.Width, dinoV2.Width, CPU);
        using var reference =
            new AddSrReference(recipe, Models(ScalarType.Float64), Transformer("vision_aided", "vit.weight.", ScalarType.Float64),
            Transformer("addsr_training", "dinov2.weight.", ScalarType.Float64), discriminator);
        var studentOptimizer = new AveragedAdamW(models.Trained, recipe.WeightDecay, recipe.AverageDecay, AdamSettings.Published);
        var discriminatorOptimizer = new AveragedAdamW(discriminator.Parameters, recipe.WeightDecay, 0, AdamSettings.Published);
        using var update = new AddSrUpdate(models, dinoV2, discriminator, studentOptimizer, discriminatorOptimizer, recipe);

        foreach (var first in new[] { null, new[] { 999, 499 } })
        {
            using var scope = NewDisposeScope();
            var batch = Batch(first);

            var losses = update.Run(batch);
            var expected = reference.Run(batch);

            losses.Distillation.ShouldBe(expected.Distillation, 1e-4 * expected.Distillation);
            losses.Adversarial.ShouldBe(expected.Adversarial, 1e-4 * Math.Max(0.1, Math.Abs(expected.Adversarial)));
            losses.Discriminator.ShouldBe(expected.Discriminator, 1e-4 * expected.Discriminator);
            losses.Norm.ShouldBe(expected.Norm, 1e-3 * expected.Norm);
            Compare(models.Trained.Select(pair => (pair.Name, (Tensor)pair.Parameter)), reference.Student, "student");
            Compare(discriminator.Parameters.Select(pair => (pair.Name, (Tensor)pair.Parameter)), reference.Discriminator, "discriminator");
        }

        // The averaged student follows with a hundredth of every step, from the first on.
        foreach (var entry in studentOptimizer.Entries)
        {
            var average = reference.Averages[entry.Name].data<double>().ToArray();
            entry.Average.Zip(average).Max(pair => Math.Abs(pair.First - pair.Second)).ShouldBeLessThan(2e-6, entry.Name);
        }
    }

    // Adam's first steps are as long where a gradient is next to nothing: there rounding decides their sign.
    private static void Compare(IEnumerable<(string Name, Tensor Tensor)> actual, IReadOnlyDictionary<string, Tensor> expected, string what)
    {
        long beyond = 0, count = 0;
        foreach (var (name, tensor) in actual)
        {
            using var grad = no_grad();
            var difference = (tensor.to(ScalarType.Float64) - expected[name]).abs();
            difference.max().item<double>().ShouldBeLessThan(1e-4, name);
            beyond += difference.gt(1e-6).sum().item<long>();
            count += difference.numel();
        }

        ((double)beyond / count).ShouldBeLessThan(0.01, what);
    }

    private static AddSrModels Models(ScalarType dtype)
    {
        var parts = AddSrModelFiles.Open(ModelFolder.Open(s_model));
        using var vae = parts.Vae;
        using var unet = parts.UNet;
        using var controlNet = parts.ControlNet;
        using var tagger = parts.Tagger;
        return new AddSrModels(parts, CPU, dtype);
    }

    private static VisionTransformer Transformer(string golden, string prefix, ScalarType dtype)
    {
        using var file = GoldenFolder.OpenWeights($"training/{golden}.safetensors");
        return VisionTransformer.Load(GoldenParameters.Under(file, prefix), CPU, heads: 3, dtype);
    }

    private static AddSrBatch Batch(int[]? first)
    {
        using var generator = new Generator(first is null ? 5UL : 6UL);
        using var golden = new GoldenTensors("training/s3diff_update.safetensors");
        var sharp = (golden["input.hr_uint8"].to(ScalarType.Float32) / 255 * 2 - 1).narrow(3, 0, Side).clone();
        var control =
            nn.functional.interpolate(
                golden["input.lq"].narrow(3, 0, Side / 4), [Side, Side], null, InterpolationMode.Bicubic, false).clamp(0, 1);
        return new AddSrBatch
        {
            Sharp = sharp,
            Control = control,
            Text = randn([2, 77, 64], generator: generator),
            PosteriorNoise = randn([2, 24, Side / 4, Side / 4], generator: generator),
            Noise = randn([2, 24, Side / 4, Side / 4], generator: generator),
            FirstPass = first,
            TeacherTimesteps = [[950, 300], [420, 700], [610, 880], [333, 999]],
            Augmentation = (new SeededRandom(11), new SeededRandom(12), new SeededRandom(13)),
        };
    }
}
