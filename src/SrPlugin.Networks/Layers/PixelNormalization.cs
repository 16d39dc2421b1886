using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Layers;

/// <summary>
/// Layer normalisation of every pixel over its channels (Ba et al. 2016), as restoration networks use it: [N, C, H, W] → [N, C, H, W].
/// Unlike group normalisation it looks at no other pixel, so that a tile, a crop and a whole picture are normalised alike.
/// </summary>
internal sealed class PixelNormalization : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly double _epsilon;

    public PixelNormalization(long channels, double epsilon, ParameterPlacement placement)
        : base(nameof(PixelNormalization))
    {
        weight = placement.Empty(channels);
        bias = placement.Empty(channels);
        _epsilon = epsilon;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var pixels = x.permute(0, 2, 3, 1); // [N, H, W, C]
        return functional.layer_norm(pixels, weight.shape, weight, bias, _epsilon).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }
}
