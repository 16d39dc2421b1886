using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tagger;

/// <summary>Joins every square of four tokens; [N, H, W, C] → [N, H/2, W/2, 2C].</summary>
internal sealed class PatchMerging : Module<Tensor, Tensor>
{
    private readonly AdaptableLinear reduction;
    private readonly LayerNormalization norm;

    public PatchMerging(long channels, ParameterPlacement placement)
        : base(nameof(PatchMerging))
    {
        reduction = new AdaptableLinear(4 * channels, 2 * channels, false, placement);
        norm = new LayerNormalization(4 * channels, SwinTransformer.NormEpsilon, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor map)
    {
        using var scope = NewDisposeScope();
        var (batch, height, width, channels) = (map.shape[0], map.shape[1] / 2, map.shape[2] / 2, map.shape[3]);
        // Column before row: (even row, even column), (odd, even), (even, odd), (odd, odd).
        var joined = map.reshape(batch, height, 2, width, 2, channels).permute(0, 1, 3, 4, 2, 5).reshape(
            batch, height, width, 4 * channels);
        return reduction.call(norm.call(joined)).MoveToOuterDisposeScope();
    }
}
