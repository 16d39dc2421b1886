using SrPlugin.Networks.Lora;
using SrPlugin.Networks.Metrics;
using SrPlugin.Testing;
using SrPlugin.Trainer.Adversaries;
using SrPlugin.Trainer.Optimization;
using SrPlugin.Trainer.Papers;
using SrPlugin.Trainer.Randomness;
using SrPlugin.Trainer.Tests.Adversaries;
using SrPlugin.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Tests.Papers;

/// <summary>The tiny S3Diff, discriminator and LPIPS of the golden update, at its start.</summary>
internal sealed class GoldenS3Diff : IDisposable
{
    private static readonly (int Slice, int Place, long In, long Out)[] s_convolutions =
    [
        (1, 0, 3, 64), (1, 2, 64, 64), (2, 5, 64, 128), (2, 7, 128, 128), (3, 10, 128, 256), (3, 12, 256, 256), (3, 14, 256, 256),
        (4, 17, 256, 512), (4, 19, 512, 512), (4, 21, 512, 512), (5, 24, 512, 512), (5, 26, 512, 512), (5, 28, 512, 512),
    ];

    private readonly VisionTransformer _dino;

    public GoldenS3Diff(S3DiffPaperRecipe? recipe = null)
    {
        Recipe = recipe ?? new S3DiffPaperRecipe();
        using var start = GoldenFolder.OpenWeights("training/s3diff_update.safetensors");
        using (var files = new S3DiffBase(GoldenFolder.PathOf("sd/sd_tiny")))
            Student = new S3DiffStudent(
                files, new S3DiffAdapterConfig(), GoldenParameters.Under(start, "before/"), new SeededRandom(1), CPU, ScalarType.Float32);
        using (var dino = GoldenFolder.OpenWeights("training/vision_aided.safetensors"))
            _dino = VisionTransformer.Load(GoldenParameters.Under(dino, "vit.weight."), CPU, heads: 3);
        Discriminator = new VisionAidedDiscriminator(_dino, new SeededRandom(1), 48, 16, CPU);
        GoldenParameters.Fill(
            Discriminator.Parameters.Select(pair => (pair.Name, (Tensor)pair.Parameter)).Concat(Discriminator.Buffers), Golden,
            name => "before_disc/" + name);
        Lpips = LoadLpips();
        GeneratorOptimizer = new AveragedAdamW(Student.Parameters, Recipe.WeightDecay, 0, AdamSettings.Published);
        DiscriminatorOptimizer = new AveragedAdamW(Discriminator.Parameters, Recipe.WeightDecay, 0, AdamSettings.Published);
        Update = new S3DiffUpdate(Student, Discriminator, Lpips, GeneratorOptimizer, DiscriminatorOptimizer, Recipe);
    }

    public GoldenTensors Golden { get; } = new("training/s3diff_update.safetensors");

    public S3DiffPaperRecipe Recipe { get; }

    public S3DiffStudent Student { get; }

    public VisionAidedDiscriminator Discriminator { get; }

    public Lpips Lpips { get; }

    public AveragedAdamW GeneratorOptimizer { get; }

    public AveragedAdamW DiscriminatorOptimizer { get; }

    public S3DiffUpdate Update { get; }

    public static Lpips LoadLpips()
    {
        using var golden = new GoldenTensors("training/lpips_vgg.safetensors");
        var rule = new HashRuleWeights("lpips", s_convolutions.SelectMany(one => new[]
        {
            KeyValuePair.Create($"net.slice{one.Slice}.{one.Place}.weight", (IReadOnlyList<long>)[one.Out, one.In, 3, 3]),
            KeyValuePair.Create($"net.slice{one.Slice}.{one.Place}.bias", (IReadOnlyList<long>)[one.Out]),
        }));
        var lines = new InMemoryWeights();
        for (var i = 0; i < 5; i++)
            lines.Add(
                $"lin{i}.model.1.weight", golden[$"lin.lin{i}.model.1.weight"].shape,
                golden[$"lin.lin{i}.model.1.weight"].data<float>().ToArray());
        using var joined = new JoinedWeights([rule, lines]);
        var network = Lpips.Load(joined);
        foreach (var parameter in network.parameters())
            parameter.requires_grad_(false);
        return network;
    }

    /// <summary>The inputs and draws of a part of an update, in the current dispose scope.</summary>
    public S3DiffBatch Batch(GoldenTensors golden, string prefix = "")
    {
        var sharp = golden[prefix + "input.hr_uint8"].to(ScalarType.Float32) / 255 * 2 - 1;
        var enlarged = nn.functional.interpolate(
            golden[prefix + "input.lq"], [sharp.shape[2], sharp.shape[3]], null, InterpolationMode.Bicubic, false);
        return new S3DiffBatch
        {
            Conditioning = (enlarged * 2 - 1).clamp(-1, 1),
            Sharp = sharp,
            Scores = golden[prefix + "input.deg_score"],
            IsNegative = [.. golden[prefix + "draw.negative"].data<float>().ToArray().Select(draw => draw < Recipe.NegativeShare)],
            Positive = Golden["text.positive"].unsqueeze(0),
            Negative = Golden["text.negative"].unsqueeze(0),
            Noise = (golden[prefix + "noise.reconstruction"], golden[prefix + "noise.generator"]),
            Augmentation = (Draws("generator"), Draws("real"), Draws("fake")),
        };

        AugmentationDraws Draws(string call)
        {
            float[] Values(string name) => golden[$"{prefix}draw.augment.{call}.{name}"].to(ScalarType.Float32).data<float>().ToArray();
            long[] Places(string name) => golden[$"{prefix}draw.augment.{call}.{name}"].to(ScalarType.Int64).data<long>().ToArray();
            return new AugmentationDraws
            {
                Brightness = Values("brightness"),
                Saturation = Values("saturation"),
                Contrast = Values("contrast"),
                Up = Places("translation_x"),
                Left = Places("translation_y"),
                CutRow = Places("cutout_x"),
                CutColumn = Places("cutout_y"),
                CutShare = VisionAidedDiscriminator.CutShare,
            };
        }
    }

    public void Dispose()
    {
        Lpips.Dispose();
        Discriminator.Dispose();
        Student.Dispose();
        _dino.Dispose();
        Golden.Dispose();
    }
}
