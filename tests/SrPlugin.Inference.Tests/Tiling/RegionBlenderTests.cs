using SrPlugin.Inference.Tiling;
using SrPlugin.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tests.Tiling;

public sealed class RegionBlenderTests
{
    [Theory]
    [InlineData(100, 60, 900)]
    [InlineData(300, 1, 64)]
    [InlineData(1, 300, 10)]
    [InlineData(20, 20, 400)]
    public void Run_Identity_ReturnsTheInput(int width, int height, long maximumCells)
    {
        using var scope = NewDisposeScope();
        const int Scale = 2;
        var input = randn([1L, 3L, height * Scale, width * Scale]);
        var grid = RegionBlender.Regions(width, height, maximumCells);

        var result = RegionBlender.Run(grid, Scale, Scale, input, region => region.clone());

        TensorComparer.MaxErrorOverDeviation(result, input).ShouldBeLessThan(1e-5);
        grid.Tiles.ShouldAllBe(tile => (long)tile.Width * tile.Height <= Math.Max(maximumCells, 1));
    }
}
