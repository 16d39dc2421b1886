using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Tagger;

/// <summary>
/// Square windows over a square map of tokens. A shift moves the map up and left around its edges first, so that the windows at its far
/// edges join tokens that are no neighbours: those must not see each other.
/// </summary>
internal sealed record AttentionWindow(long MapSide, long Side, long Shift)
{
    private const double Forbidden = -100;

    /// <summary>Row of the position table for every pair of tokens of a window, [side⁴] int64.</summary>
    public static Tensor RelativePositions(long side, Device device)
    {
        var length = side * side;
        var rows = new long[length * length];
        for (long i = 0; i < rows.Length; i++)
        {
            var (from, to) = Math.DivRem(i, length);
            rows[i] = (from / side - to / side + side - 1) * (2 * side - 1) + from % side - to % side + side - 1;
        }
        return tensor(rows, ScalarType.Int64, device);
    }

    /// <summary>[N, H, W, C] → [N, windows, side², C].</summary>
    public Tensor Split(Tensor map)
    {
        using var scope = NewDisposeScope();
        var count = MapSide / Side;
        var shifted = Shift == 0 ? map : map.roll([-Shift, -Shift], [1L, 2L]);
        return shifted.view(map.shape[0], count, Side, count, Side, -1).permute(0, 1, 3, 2, 4, 5)
            .reshape(map.shape[0], count * count, Side * Side, map.shape[3]).MoveToOuterDisposeScope();
    }

    /// <summary>[N, windows, side², C] → [N, H, W, C].</summary>
    public Tensor Join(Tensor windows)
    {
        using var scope = NewDisposeScope();
        var count = MapSide / Side;
        var map = windows.view(windows.shape[0], count, count, Side, Side, -1).permute(0, 1, 3, 2, 4, 5)
            .reshape(windows.shape[0], MapSide, MapSide, windows.shape[3]);
        return (Shift == 0 ? map : map.roll([Shift, Shift], [1L, 2L])).MoveToOuterDisposeScope();
    }

    /// <summary>What to add to the scores of a shifted window, [windows, 1, side², side²].</summary>
    public Tensor Mask(ScalarType type, Device device)
    {
        using var scope = NewDisposeScope();
        var regions = new long[MapSide * MapSide];
        for (long i = 0; i < regions.Length; i++)
            regions[i] = 3 * Region(i / MapSide) + Region(i % MapSide);
        // The regions are those of the shifted map.
        var split = (this with { Shift = 0 })
            .Split(tensor(regions, ScalarType.Int64, device).view(1, MapSide, MapSide, 1)).view(-1, Side * Side);
        var apart = split.unsqueeze(1).ne(split.unsqueeze(2));
        return apart.to(type).MultiplyInPlace(Forbidden).unsqueeze(1).MoveToOuterDisposeScope();
    }

    private long Region(long position) => position < MapSide - Side ? 0 : position < MapSide - Shift ? 1 : 2;
}
