using SrPlugin.Imaging;
using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tiling;

/// <summary>
/// Runs the VAE over overlapping regions of a picture that is too large for the memory, and blends the results linearly across the
/// overlap. Unlike bands this is an approximation: group statistics are those of the region.
/// </summary>
internal static class RegionBlender
{
    /// <summary>Latent cells that neighbouring regions share.</summary>
    public const int OverlapCells = 24;

    /// <summary>The regions in latent cells; one when the picture fits.</summary>
    /// <param name="width">Cells in a row of the latent.</param>
    /// <param name="height">Rows of the latent.</param>
    /// <param name="maximumCells">Most cells of a region.</param>
    public static TileGrid Regions(int width, int height, long maximumCells)
    {
        int side = (int)Math.Min(int.MaxValue / 2, Math.Max(1, (long)Math.Sqrt(maximumCells)));
        return TileGrid.Create(width, height, side, Math.Min(OverlapCells, side / 2));
    }

    /// <summary>Runs every region. The result is the caller's and lies on the CPU, unless there is one region only.</summary>
    /// <param name="grid">The regions, in latent cells.</param>
    /// <param name="inputScale">Input pixels of a latent cell's side.</param>
    /// <param name="outputScale">Output pixels of a latent cell's side.</param>
    /// <param name="input">[1, C, H·inputScale, W·inputScale].</param>
    /// <param name="run">Gets a region it must not dispose; its float32 result is the blender's.</param>
    public static Tensor Run(TileGrid grid, int inputScale, int outputScale, Tensor input, Func<Tensor, Tensor> run)
    {
        if (grid.IsSingle)
            return run(input);

        using var scope = NewDisposeScope();
        Tensor? sum = null;
        var weightSum = zeros([1, 1, (long)grid.Height * outputScale, (long)grid.Width * outputScale], float32, CPU);
        var weights = Weights(grid, outputScale);
        foreach (var area in grid.Tiles)
        {
            using var regionScope = NewDisposeScope();
            var result = run(View(input, area, inputScale).contiguous()).to(CPU);
            sum ??= zeros([1, result.shape[1], weightSum.shape[2], weightSum.shape[3]], float32, CPU).MoveToOuterDisposeScope();
            View(sum, area, outputScale).AddInPlace(result * weights);
            View(weightSum, area, outputScale).AddInPlace(weights);
        }

        return sum!.div_(weightSum).MoveToOuterDisposeScope();
    }

    private static Tensor View(Tensor map, PixelRectangle area, int scale) =>
        map.narrow(2, (long)area.Y * scale, (long)area.Height * scale).narrow(3, (long)area.X * scale, (long)area.Width * scale);

    // A plateau with linear slopes as wide as the overlap; the sum's division makes the picture's own borders right.
    private static Tensor Weights(TileGrid grid, int scale)
    {
        using var scope = NewDisposeScope();
        var alongY = tensor(Slopes(grid.TileHeight * scale, scale)).view(1, 1, -1, 1);
        var alongX = tensor(Slopes(grid.TileWidth * scale, scale)).view(1, 1, 1, -1);
        return (alongY * alongX).MoveToOuterDisposeScope();
    }

    private static float[] Slopes(int length, int scale) =>
        [.. Enumerable.Range(0, length).Select(position => Slope(position, length, scale))];

    private static float Slope(int position, int length, int scale)
    {
        int fromEdge = Math.Min(position, length - 1 - position);
        return Math.Min(1f, (fromEdge + 0.5f) / (OverlapCells * scale));
    }
}
