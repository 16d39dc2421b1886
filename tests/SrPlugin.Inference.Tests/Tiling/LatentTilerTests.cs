using SrPlugin.Imaging;
using SrPlugin.Inference.Tiling;
using SrPlugin.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tests.Tiling;

public sealed class LatentTilerTests
{
    [Theory]
    [InlineData(1, 300, 16, 4)]
    [InlineData(300, 1, 16, 32)]
    [InlineData(24, 32, 16, 4)]
    [InlineData(13, 40, 8, 20)]
    [InlineData(7, 5, 96, 32)]
    public void Run_Identity_ReturnsTheLatent(int width, int height, int size, int overlap)
    {
        using var scope = NewDisposeScope();
        var latent = randn([1L, 4L, height, width]);
        var grid = TileGrid.Create(width, height, size, overlap);
        int reported = 0;

        var result = LatentTiler.Run(latent, grid, (tile, _) => tile.clone(), completed => reported = completed);

        TensorComparer.MaxErrorOverDeviation(result, latent).ShouldBeLessThan(1e-5);
        reported.ShouldBe(grid.Tiles.Count);
    }

    [Fact]
    public void Run_Tiles_LeavesNoTensorBehind()
    {
        using var latent = randn([1L, 4L, 24L, 32L]);
        var grid = TileGrid.Create(32, 24, 16, 4);

        LiveTensors.DeltaOf(() => LatentTiler.Run(latent, grid, (tile, _) => tile.clone(), _ => { }).Dispose()).ShouldBe(0);
    }

    [Fact]
    public void Create_AnyRectangle_HasPositiveWeightsInSinglePrecision()
    {
        for (int width = 1; width < 200; width += 7)
        {
            foreach (int height in new[] { 1, 2, 96, 199 })
                LatentTileWeights.Create(width, height).ShouldAllBe(weight => (float)weight > 0);
        }
    }
}
