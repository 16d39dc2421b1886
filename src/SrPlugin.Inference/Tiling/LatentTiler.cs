using System.Runtime.InteropServices;
using SrPlugin.Imaging;
using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tiling;

/// <summary>Runs a function over overlapping tiles of a latent and blends the results by <see cref="LatentTileWeights"/>.</summary>
internal static class LatentTiler
{
    /// <summary>Σ W·f(tile) / Σ W, in float32; f itself where one tile covers everything. The result is the caller's.</summary>
    /// <param name="latent">[1, C, H, W], float32.</param>
    /// <param name="grid">The tiles, in cells of the latent.</param>
    /// <param name="predict">Gets a tile [1, C, h, w] it must not dispose, and the tile's place; returns a float32 tile of the same shape,
    /// now the tiler's.</param>
    /// <param name="completed">Called with the number of finished tiles.</param>
    public static Tensor Run(Tensor latent, TileGrid grid, Func<Tensor, PixelRectangle, Tensor> predict, Action<int> completed)
    {
        if (grid.IsSingle)
        {
            var whole = predict(latent, grid.Tiles[0]);
            completed(1);
            return whole;
        }

        using var scope = NewDisposeScope();
        var sum = zeros(latent.shape, float32, latent.device);
        var weightSum = zeros([1, 1, grid.Height, grid.Width], float32, latent.device);
        var weights = Weights(grid.TileWidth, grid.TileHeight, latent.device);
        for (int i = 0; i < grid.Tiles.Count; i++)
        {
            using var tileScope = NewDisposeScope();
            var area = grid.Tiles[i];
            var tile = predict(View(latent, area).contiguous(), area);
            View(sum, area).AddInPlace(tile * weights);
            View(weightSum, area).AddInPlace(weights);
            completed(i + 1);
        }

        return (sum / weightSum).MoveToOuterDisposeScope();
    }

    private static Tensor View(Tensor map, PixelRectangle area) =>
        map.narrow(2, area.Y, area.Height).narrow(3, area.X, area.Width);

    private static Tensor Weights(int width, int height, Device device)
    {
        double[] values = LatentTileWeights.Create(width, height);
        var host = empty([1, 1, height, width], float32, CPU);
        var target = MemoryMarshal.Cast<byte, float>(host.bytes);
        for (int i = 0; i < values.Length; i++)
            target[i] = (float)values[i];
        return host.to(device);
    }
}
