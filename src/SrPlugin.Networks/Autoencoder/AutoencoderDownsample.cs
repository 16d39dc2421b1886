using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Autoencoder;

/// <summary>
/// Downsample2D of diffusers with padding 0: one column of zeros at the right, one row at the bottom, then a 3×3 convolution of
/// stride 2. [N, C, H, W] → [N, C, ⌊H/2⌋, ⌊W/2⌋].
/// </summary>
internal sealed class AutoencoderDownsample : Module<Tensor, VaeTiling?, Tensor>
{
    private readonly AdaptableConv2d conv;

    public AutoencoderDownsample(long channels, ParameterPlacement placement)
        : base(nameof(AutoencoderDownsample))
    {
        conv = new AdaptableConv2d(channels, channels, 3, 2, 0, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, VaeTiling? tiling)
    {
        var (height, width) = (x.shape[2], x.shape[3]);
        if (height < 2 || width < 2)
            throw new ArgumentException($"The VAE cannot halve a map of {width}×{height} pixels: its input is too small.", nameof(x));
        using var scope = NewDisposeScope();
        var bands = new RowBands(height / 2, width, tiling);
        var device = conv.Weight.device;
        return bands.Assemble((start, end) =>
        {
            // Result row r reads rows 2r … 2r + 2, of which only the last can lie below the map.
            using var rows = RowBands.Read(x, 2 * start, 2 * end + 1, device);
            using var padded = functional.pad(rows, (0, 1, 0, 2 * (end - start) + 1 - rows.shape[2]));
            return conv.call(padded);
        }).MoveToOuterDisposeScope();
    }
}
