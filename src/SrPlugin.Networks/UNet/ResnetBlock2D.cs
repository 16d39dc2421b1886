using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.UNet;

/// <summary>
/// Residual block conditioned on the timestep. (map [N, Cin, H, W], activated time embedding [N, Cemb]) → [N, Cout, H, W].
/// </summary>
internal sealed class ResnetBlock2D : Module<Tensor, Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> norm1;
    private readonly AdaptableConv2d conv1;
    private readonly AdaptableLinear time_emb_proj;
    private readonly Module<Tensor, Tensor> norm2;
    private readonly AdaptableConv2d conv2;
    private readonly AdaptableConv2d? conv_shortcut;

    public ResnetBlock2D(
        long inChannels, long outChannels, long embeddingChannels, UNet2DConditionConfig config, ParameterPlacement placement)
        : base(nameof(ResnetBlock2D))
    {
        norm1 = Normalization(inChannels, config, placement);
        conv1 = new AdaptableConv2d(inChannels, outChannels, 3, 1, 1, placement);
        time_emb_proj = new AdaptableLinear(embeddingChannels, outChannels, true, placement);
        norm2 = Normalization(outChannels, config, placement);
        conv2 = new AdaptableConv2d(outChannels, outChannels, 3, 1, 1, placement);
        conv_shortcut = inChannels == outChannels ? null : new AdaptableConv2d(inChannels, outChannels, 1, 1, 0, placement);
        RegisterComponents();
    }

    /// <summary>The normalisation that the configuration asks for.</summary>
    public static Module<Tensor, Tensor> Normalization(long channels, UNet2DConditionConfig config, ParameterPlacement placement) =>
        config.UsesLayerNorm
            ? new PixelNormalization(channels, config.NormEps, placement)
            : new GroupNormalization(config.NormNumGroups, channels, config.NormEps, placement);

    /// <param name="x">The map.</param>
    /// <param name="activatedEmbedding">SiLU of the time embedding: every block needs the same, so it is computed once.</param>
    public override Tensor forward(Tensor x, Tensor activatedEmbedding)
    {
        using var scope = NewDisposeScope();
        var hidden = Fresh.Silu(norm1.call(x));
        hidden = hidden.Replace(conv1.call(hidden));
        var shift = time_emb_proj.call(activatedEmbedding).unsqueeze(-1).unsqueeze(-1); // [N, Cout, 1, 1]
        hidden = Fresh.Add(hidden, shift);
        hidden = Fresh.Silu(hidden.Replace(norm2.call(hidden)));
        hidden = hidden.Replace(conv2.call(hidden));
        return Fresh.Add(hidden, conv_shortcut is null ? x : conv_shortcut.call(x)).MoveToOuterDisposeScope();
    }
}
