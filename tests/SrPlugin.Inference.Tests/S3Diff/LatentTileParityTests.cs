using SrPlugin.Imaging;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Inference.Tiling;
using SrPlugin.Testing;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tests.S3Diff;

/// <summary>Tiled latents against the authors' own code, from the latent on.</summary>
[Trait("Kind", "Parity")]
public sealed class LatentTileParityTests(GoldenModel model, ITestOutputHelper output) : IClassFixture<GoldenModel>
{
    private const double Tolerance = 5e-4;

    [Theory]
    [InlineData("tile_a", true)]
    [InlineData("tile_a", false)]
    [InlineData("tile_b", true)]
    [InlineData("tile_b", false)]
    [InlineData("tile_c", true)]
    [InlineData("tile_c", false)]
    public void Denoise_TiledLatent_EqualsTheAuthorsCode(string name, bool folded)
    {
        var settings = new GoldenSettings(name);
        using var golden = new GoldenTensors($"s3diff/{name}.safetensors");
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var networks = model.Pipeline.Networks;
        var latent = golden["lq_latent"];
        var (blur, noise) = (golden["deg_score"][0, 0].item<float>(), golden["deg_score"][0, 1].item<float>());
        if (folded)
            networks.Adapter.Fold(blur, noise, CancellationToken.None);
        else
            networks.Adapter.SetDegradation(golden["deg_score"]);
        var options = settings.Options with { LatentTileSize = settings.LatentTileSize, LatentTileOverlap = settings.LatentTileOverlap };
        networks.Prompts.Prepare([options.PositivePrompt, options.NegativePrompt], null, CancellationToken.None);
        var plan = MemoryPlan.Create(
            options.LatentTileSize, options.LatentTileOverlap, networks.Vae.Config, true, 4, 1L << 30, 1L << 30, 1);
        var run = new S3DiffRun(
            networks, options, plan, new StageTracker(null, CancellationToken.None),
            new TileCheckpoint(null, null, null, CancellationToken.None), _ => throw new InvalidOperationException());

        CheckTiles(
            golden, TileGrid.Create((int)latent.shape[3], (int)latent.shape[2], settings.LatentTileSize, settings.LatentTileOverlap));
        Check("model_pred", run.PredictNoise(latent, networks.Scheduler.LastTimestep));
        Check("x_denoised", run.Denoise(latent));

        void Check(string tensor, Tensor actual)
        {
            double error = TensorComparer.MaxErrorOverDeviation(actual, golden[tensor]);
            output.WriteLine($"{name} folded={folded} {tensor}: {error:0.0e+0}");
            error.ShouldBeLessThan(Tolerance, tensor);
        }
    }

    private static void CheckTiles(GoldenTensors golden, TileGrid grid)
    {
        var expected = golden["tiles.in"];
        grid.Tiles.Count.ShouldBe((int)expected.shape[0]);
        for (int i = 0; i < grid.Tiles.Count; i++)
        {
            var area = grid.Tiles[i];
            var tile = golden["lq_latent"].narrow(2, area.Y, area.Height).narrow(3, area.X, area.Width);
            (tile - expected.narrow(0, i, 1)).abs().max().item<float>().ShouldBe(0, $"tile {i}");
        }
    }
}
