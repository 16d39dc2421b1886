using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Autoencoder;

/// <summary>Upsample2D of diffusers: nearest neighbour ×2, then a 3×3 convolution. [N, C, H, W] → [N, C, 2H, 2W].</summary>
internal sealed class AutoencoderUpsample : Module<Tensor, VaeTiling?, Tensor>
{
    private readonly AdaptableConv2d conv;

    public AutoencoderUpsample(long channels, ParameterPlacement placement)
        : base(nameof(AutoencoderUpsample))
    {
        conv = new AdaptableConv2d(channels, channels, 3, 1, 1, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, VaeTiling? tiling)
    {
        using var scope = NewDisposeScope();
        if (is_grad_enabled() || conv.Adapter is { IsActive: true } || conv.Weight.device_type != DeviceType.CPU)
            return Plain(x, tiling).MoveToOuterDisposeScope();
        using var phases = new NearestUpsampleConvolution(conv);
        var height = x.shape[2];
        var bands = new RowBands(height, 4 * x.shape[3], tiling);
        return bands.Assemble((start, end) =>
        {
            using var rows = RowBands.Read(x, start - 1, end + 1, conv.Weight.device);
            return phases.Run(rows, start == 0, end == height);
        }).MoveToOuterDisposeScope();
    }

    private Tensor Plain(Tensor x, VaeTiling? tiling)
    {
        var height = 2 * x.shape[2];
        var bands = new RowBands(height, 2 * x.shape[3], tiling);
        var device = conv.Weight.device;
        return bands.Assemble((start, end) =>
        {
            // The convolution needs enlarged rows start − 1 … end, which lie in source rows ⌊(start − 1)/2⌋ … ⌊end/2⌋.
            var first = Math.Max(start - 1, 0);
            var last = Math.Min(end + 1, height);
            using var rows = RowBands.Read(x, first / 2, (last + 1) / 2, device);
            using var enlarged = functional.interpolate(rows, [2 * rows.shape[2], 2 * rows.shape[3]], null, InterpolationMode.Nearest);
            using var needed = enlarged.narrow(2, first - first / 2 * 2, last - first);
            return conv.ForwardRows(needed, start == 0, end == height);
        });
    }
}
