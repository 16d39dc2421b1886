using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tagger;

/// <summary>Attention in windows and a feed-forward network, each with norm and residual; keeps [N, H, W, C].</summary>
internal sealed class SwinTransformerBlock : Module<Tensor, Tensor, Tensor?, Tensor>
{
    private const long MlpRatio = 4;

    private readonly LayerNormalization norm1;
    private readonly WindowAttention attn;
    private readonly LayerNormalization norm2;
    private readonly Mlp mlp;
    private readonly AttentionWindow _window;

    public SwinTransformerBlock(long channels, long heads, AttentionWindow window, ParameterPlacement placement)
        : base(nameof(SwinTransformerBlock))
    {
        norm1 = new LayerNormalization(channels, SwinTransformer.NormEpsilon, placement);
        attn = new WindowAttention(channels, window.Side, heads, placement);
        norm2 = new LayerNormalization(channels, SwinTransformer.NormEpsilon, placement);
        mlp = new Mlp(channels, MlpRatio * channels, placement);
        _window = window;
        RegisterComponents();
    }

    /// <summary>The windows of this block.</summary>
    public AttentionWindow Window => _window;

    public override Tensor forward(Tensor map, Tensor positions, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var attended = attn.call(_window.Split(norm1.call(map)), positions, mask);
        var x = Fresh.Add(_window.Join(attended), map);
        return x.Replace(Fresh.Add(mlp.call(norm2.call(x)), x)).MoveToOuterDisposeScope();
    }
}
