using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Autoencoder;

/// <summary>
/// The VAE's unit of work: group normalisation, SiLU and a 3×3 convolution of stride 1, over a whole map in bands of rows.
/// </summary>
internal static class Segment
{
    /// <param name="norm">Normalisation over the whole map.</param>
    /// <param name="conv">Convolution of stride 1 that keeps the size.</param>
    /// <param name="x">[N, Cin, H, W]; borrowed.</param>
    /// <param name="tiling">Null for the whole map at once.</param>
    /// <param name="finish">Turns fresh result rows, given with their row range, into final ones; consumes its argument.</param>
    /// <returns>[N, Cout, H, W], fresh.</returns>
    public static Tensor Run(
        GroupNormalization norm, AdaptableConv2d conv, Tensor x, VaeTiling? tiling, Func<Tensor, long, long, Tensor>? finish = null)
    {
        var height = x.shape[2];
        var bands = new RowBands(height, x.shape[3], tiling);
        if (bands.IsSingle)
        {
            using var activated = Fresh.Silu(norm.call(x));
            var y = conv.call(activated);
            return finish is null ? y : finish(y, 0, height);
        }

        var device = conv.Weight.device;
        using var transform = norm.TransformFor(bands.Measure(x, norm, device));
        return bands.Assemble((start, end) =>
        {
            using var rows = RowBands.Read(x, start - conv.RowPadding, end + conv.RowPadding, device);
            using var activated = Fresh.Silu(transform.Apply(rows));
            var y = conv.ForwardRows(activated, start == 0, end == height);
            return finish is null ? y : finish(y, start, end);
        });
    }

    /// <summary>A convolution of stride 1 that keeps the size, without normalisation.</summary>
    public static Tensor Convolve(AdaptableConv2d conv, Tensor x, VaeTiling? tiling)
    {
        var height = x.shape[2];
        var bands = new RowBands(height, x.shape[3], tiling);
        if (bands.IsSingle)
            return conv.call(x);
        return bands.Assemble((start, end) =>
        {
            using var rows = RowBands.Read(x, start - conv.RowPadding, end + conv.RowPadding, conv.Weight.device);
            return conv.ForwardRows(rows, start == 0, end == height);
        });
    }
}
