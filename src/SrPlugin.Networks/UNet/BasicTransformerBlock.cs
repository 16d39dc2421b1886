using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.UNet;

/// <summary>Self-attention, attention to the prompt and a feed-forward network, each with norm and residual; keeps [N, L, C].</summary>
internal sealed class BasicTransformerBlock : Module<Tensor, Tensor, Tensor>
{
    private const double NormEpsilon = 1e-5;

    private readonly LayerNormalization norm1;
    private readonly Attention attn1;
    private readonly LayerNormalization norm2;
    private readonly Attention attn2;
    private readonly LayerNormalization norm3;
    private readonly FeedForward ff;

    public BasicTransformerBlock(long channels, long contextChannels, long heads, ParameterPlacement placement)
        : base(nameof(BasicTransformerBlock))
    {
        norm1 = new LayerNormalization(channels, NormEpsilon, placement);
        attn1 = new Attention(channels, channels, heads, placement);
        norm2 = new LayerNormalization(channels, NormEpsilon, placement);
        attn2 = new Attention(channels, contextChannels, heads, placement);
        norm3 = new LayerNormalization(channels, NormEpsilon, placement);
        ff = new FeedForward(channels, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens, Tensor context)
    {
        using var scope = NewDisposeScope();
        var x = Fresh.Add(attn1.call(norm1.call(tokens), null), tokens);
        x = x.Replace(Fresh.Add(attn2.call(norm2.call(x), context), x));
        return x.Replace(Fresh.Add(ff.call(norm3.call(x)), x)).MoveToOuterDisposeScope();
    }
}
