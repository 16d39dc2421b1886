using SrPlugin.Inference.AddSr;
using SrPlugin.Inference.Diffusion;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.Tests.S3Diff;
using SrPlugin.Inference.Tiling;
using SrPlugin.Testing;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tests.AddSr;

/// <summary>The loop against the authors' own code: every intermediate result they kept, with the tagger running.</summary>
[Trait("Kind", "Parity")]
public sealed class AddSrLoopParityTests(AddSrGoldenModel model, ITestOutputHelper output) : IClassFixture<AddSrGoldenModel>
{
    private const double Tolerance = 5e-4;
    private const string Inputs = "addsr/e-loop-inputs.safetensors";

    [Theory]
    [InlineData("e-loop-1step", 1, 0.5)]
    [InlineData("e-loop-2step-nopsr", 2, 0)]
    [InlineData("e-loop-2step-psr0.5", 2, 0.5)]
    [InlineData("e-loop-2step-psr1.0", 2, 1)]
    [InlineData("e-loop-3step-nopsr", 3, 0)]
    [InlineData("e-loop-3step-psr0.5", 3, 0.5)]
    [InlineData("e-loop-3step-psr1.0", 3, 1)]
    [InlineData("e-loop-4step-nopsr", 4, 0)]
    [InlineData("e-loop-4step-psr0.5", 4, 0.5)]
    [InlineData("e-loop-4step-psr1.0", 4, 1)]
    public void Restore_FromTheSource_EqualsTheAuthorsCode(string name, int steps, double refinement)
    {
        using var inputs = new GoldenTensors(Inputs);
        using var golden = new GoldenTensors($"addsr/{name}.safetensors");

        Run(
            name, golden, inputs, inputs["in.image"], inputs["in.prompt_embeds"],
            new AddSrOptions { StepCount = steps, SelfRefinementWeight = refinement });
    }

    [Fact]
    public void Restore_FromNoise_EqualsTheAuthorsCode()
    {
        using var inputs = new GoldenTensors(Inputs);
        using var golden = new GoldenTensors("addsr/e-loop-4step-noise-psr0.4.safetensors");

        Run("e-loop-4step-noise-psr0.4", golden, golden, golden["in.image"], inputs["in.prompt_embeds"], new AddSrOptions
        {
            StepCount = 4,
            SelfRefinementWeight = 0.4,
            ConditioningScale = 0.8,
            Start = AddSrStart.Noise,
        });
    }

    [Fact]
    public void Restore_Guided_EqualsTheAuthorsCode()
    {
        using var inputs = new GoldenTensors(Inputs);
        using var golden = new GoldenTensors("addsr/e-loop-1step-noise-cfg1.5.safetensors");
        using var embeddings = cat([inputs["in.prompt_embeds"], golden["in.negative_prompt_embeds"]], 0);

        Run(
            "e-loop-1step-noise-cfg1.5", golden, golden, inputs["in.image"], embeddings,
            new AddSrOptions { StepCount = 1, GuidanceScale = 1.5, Start = AddSrStart.Noise });
    }

    [Theory]
    [InlineData("f-tiled-latents", 2, 8, 2)]
    [InlineData("f-tiled-latents-min", 1, 16, 4)]
    public void Restore_TiledAndUntiledLatents_EqualTheAuthorsCode(string name, int steps, int tileSize, int overlap)
    {
        using var inputs = new GoldenTensors(Inputs);
        using var golden = new GoldenTensors($"addsr/{name}.safetensors");
        var options = new AddSrOptions { StepCount = steps, SelfRefinementWeight = 0.5 };

        Run(name, golden, golden, golden["in.image"], inputs["in.prompt_embeds"], options, "untiled.");
        Run(
            name, golden, golden, golden["in.image"], inputs["in.prompt_embeds"],
            options with { LatentTileSize = tileSize, LatentTileOverlap = overlap }, "tiled.");
    }

    [Fact]
    public void Encode_GoldenImage_PosteriorEqualsUpstream()
    {
        using var inputs = new GoldenTensors(Inputs);
        using var gradients = no_grad();
        using var scope = NewDisposeScope();

        using var distribution = model.Pipeline.Networks.Vae.encode((inputs["in.image"] * 2) - 1);

        Check(Inputs, inputs, "tap.posterior_mean", distribution.Mode());
        Check(Inputs, inputs, "tap.posterior_std", distribution.StandardDeviation());
    }

    private void Run(
        string name, GoldenTensors golden, GoldenTensors noise, Tensor image, Tensor embeddings, AddSrOptions options, string prefix = "")
    {
        using var inputs = new GoldenTensors(Inputs);
        using var scope = NewDisposeScope();
        var networks = model.Pipeline.Networks;
        var plan = MemoryPlan.Create(
            options.LatentTileSize, options.LatentTileOverlap, networks.Vae.Config, true, 4, 1L << 30, 1L << 30, 1);
        var compared = new HashSet<string>();
        var run = new AddSrRun(
            networks, options, plan, new StageTracker(null, CancellationToken.None),
            new TileCheckpoint(null, null, null, CancellationToken.None), stream => GoldenNoise.Of(noise, stream))
        {
            Tap = (tap, tensor) => Compare(tap, tensor),
        };

        using var decoded = run.Restore(image, embeddings, inputs["in.ram_embeds_first"]);

        Compare("out.decoded", decoded);
        if (golden.Has("out.image_0_1"))
            Compare("out.image_0_1", GoldenImages.ToTensor(ConditioningImage.Crop(decoded, (int)decoded.shape[3], (int)decoded.shape[2])));
        if (options.SelfRefinementWeight == 0)
            DecodeEveryPrediction();

        // What the tagger's network is fed is compared by its own tests.
        golden.Names.Where(
            tensor =>
                tensor.StartsWith($"{prefix}tap.", StringComparison.Ordinal) && !tensor.Contains("ram_input", StringComparison.Ordinal))
            .Except(compared).ShouldBeEmpty("not compared");

        // Upstream decodes even where nothing is refined; ours does not, but must come to the same.
        void DecodeEveryPrediction()
        {
            using var gradients = no_grad();
            int[] timesteps = [.. AddSrTimesteps.First(options.StepCount)];
            for (int i = 1; i < timesteps.Length; i++)
            {
                using var picture = networks.Vae.decode(golden[$"tap.{timesteps[i - 1]}.z0"] / networks.Vae.Config.ScalingFactor);
                Compare($"tap.{timesteps[i]}.decoded_z0", picture);
            }
        }

        void Compare(string tensor, Tensor actual)
        {
            foreach (var (file, wanted) in Places(tensor))
            {
                Check(name, file, wanted, actual);
                compared.Add(wanted);
            }
        }

        // What the first step starts from has a name of its own, and lies with the inputs where files share them.
        IEnumerable<(GoldenTensors File, string Name)> Places(string tensor)
        {
            string[] names = tensor switch
            {
                "tap.999.latent" => ["tap.start_latent"],
                "tap.999.noise_pred" => [tensor, "tap.999.noise_pred_guided"],
                _ => [tensor],
            };
            foreach (var candidate in names)
            {
                if (golden.Has(prefix + candidate))
                    yield return (golden, prefix + candidate);
                else if (candidate == "tap.start_latent" && options.Start == AddSrStart.Source && noise.Has(candidate))
                    yield return (noise, candidate);
            }
        }
    }

    private void Check(string name, GoldenTensors golden, string tensor, Tensor actual)
    {
        double error = TensorComparer.MaxErrorOverDeviation(actual, golden[tensor]);
        output.WriteLine($"{name} {tensor}: {error:0.0e+0}");
        error.ShouldBeLessThan(Tolerance, $"{name} {tensor}");
    }
}
