using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Layers;

/// <summary>
/// Nearest-neighbour enlargement by 2 followed by a 3×3 convolution with padding 1, computed on the small map: three taps of the
/// enlarged map fall on two source pixels, so each of the four phases of the result is a 2×2 convolution with summed taps.
/// 4/9 of the arithmetic, and the enlarged map is never made. Equal up to the rounding of the summed taps. Records no gradients.
/// </summary>
internal sealed class NearestUpsampleConvolution : IDisposable
{
    private readonly Tensor _weight; // [4·Cout, Cin, 2, 2], phase (row, column) of the result outermost
    private readonly Tensor _bias;
    private readonly long _channels;

    public NearestUpsampleConvolution(AdaptableConv2d convolution)
    {
        using var scope = NewDisposeScope();
        var weight = convolution.Weight;
        _channels = weight.shape[0];
        var phases =
            from row in Phases(weight, 2)
            from both in Phases(row, 3)
            select both;
        _weight = cat(phases.ToArray(), 0).DetachFromDisposeScope();
        _bias = convolution.Bias.repeat(4).DetachFromDisposeScope();
    }

    /// <summary>Result rows of a band of source rows. The band holds its neighbours above and below where they exist.</summary>
    /// <returns>[N, Cout, 2·rows, 2·W], rows without the neighbours.</returns>
    public Tensor Run(Tensor band, bool atTop, bool atBottom)
    {
        using var scope = NewDisposeScope();
        var padded = functional.pad(band, (1, 1, atTop ? 1 : 0, atBottom ? 1 : 0));
        // [N, 4·Cout, rows + 1, W + 1]: taps around every corner between pixels
        var corners = MapConvolution.Run(padded, _weight, _bias, [1, 1], [0, 0]);
        ArithmeticCounter.AddConvolution(corners.numel(), _weight.shape[1], 4);
        padded.Dispose();
        var (rows, width) = (corners.shape[2] - 1, corners.shape[3] - 1);
        var result = MapLayout.EmptyLike(band, 2 * rows, 2 * width, band.device);
        var view = result.permute(0, 2, 3, 1); // [N, 2·rows, 2·W, Cout]
        for (var phase = 0; phase < 4; phase++)
        {
            var (row, column) = (phase / 2, phase % 2);
            var source = corners.narrow(1, phase * _channels, _channels).narrow(2, row, rows).narrow(3, column, width).permute(0, 2, 3, 1);
            view.slice(1, row, 2 * rows, 2).slice(2, column, 2 * width, 2).copy_(source);
        }
        return result.MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _weight.Dispose();
        _bias.Dispose();
    }

    // Even result pixels see the source before once and their own twice; odd ones their own twice and the one after once.
    private static Tensor[] Phases(Tensor weight, long dimension)
    {
        using var scope = NewDisposeScope();
        Tensor Tap(long index) => weight.narrow(dimension, index, 1);
        var even = cat([Tap(0), Tap(1).Plus(Tap(2))], dimension);
        var odd = cat([Tap(0).Plus(Tap(1)), Tap(2)], dimension);
        return [even.MoveToOuterDisposeScope(), odd.MoveToOuterDisposeScope()];
    }
}
