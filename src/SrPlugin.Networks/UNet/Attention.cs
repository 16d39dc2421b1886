using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.UNet;

/// <summary>Multi-head attention of tokens [N, L, C] to a context [N, S, Cctx], or to themselves when it is null. → [N, L, C].</summary>
internal sealed class Attention : Module<Tensor, Tensor?, Tensor>
{
    private readonly AdaptableLinear to_q;
    private readonly AdaptableLinear to_k;
    private readonly AdaptableLinear to_v;
    private readonly ModuleList<AdaptableLinear> to_out;
    private readonly long _heads;

    public Attention(long channels, long contextChannels, long heads, ParameterPlacement placement)
        : base(nameof(Attention))
    {
        if (channels % heads != 0)
            throw new NotSupportedException($"{nameof(UNet2DConditionModel)} does not support \"attention_head_dim\": {heads} heads do not "
                + $"divide {channels} channels.");
        to_q = new AdaptableLinear(channels, channels, false, placement);
        to_k = new AdaptableLinear(contextChannels, channels, false, placement);
        to_v = new AdaptableLinear(contextChannels, channels, false, placement);
        to_out = new ModuleList<AdaptableLinear>(new AdaptableLinear(channels, channels, true, placement));
        _heads = heads;
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens, Tensor? context)
    {
        using var scope = NewDisposeScope();
        var source = context ?? tokens;
        var q = SplitHeads(to_q.call(tokens));
        var k = SplitHeads(to_k.call(source));
        var v = SplitHeads(to_v.call(source));
        ArithmeticCounter.AddAttention(tokens.shape[0], tokens.shape[1], source.shape[1], _heads * q.shape[3]);
        var attended = functional.scaled_dot_product_attention(q, k, v); // [N, heads, L, C/heads]
        var joined = attended.transpose(1, 2).reshape(tokens.shape[0], tokens.shape[1], -1); // [N, L, C]
        return to_out[0].call(joined).MoveToOuterDisposeScope();
    }

    private Tensor SplitHeads(Tensor x)
    {
        using var split = x.view(x.shape[0], x.shape[1], _heads, x.shape[2] / _heads);
        return split.transpose(1, 2); // [N, heads, L, C/heads]
    }
}
