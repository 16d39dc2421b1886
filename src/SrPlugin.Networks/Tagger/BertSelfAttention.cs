using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tagger;

/// <summary>Multi-head attention of queries [N, Q, C] to a context [N, S, Cctx]; → [N, Q, C], not yet projected.</summary>
internal sealed class BertSelfAttention : Module<Tensor, Tensor, Tensor>
{
    private readonly AdaptableLinear query;
    private readonly AdaptableLinear key;
    private readonly AdaptableLinear value;
    private readonly long _heads;

    public BertSelfAttention(RAMConfig config, ParameterPlacement placement)
        : base(nameof(BertSelfAttention))
    {
        if (config.HiddenSize % config.NumAttentionHeads != 0)
            throw new NotSupportedException(
                $"{nameof(RAM)} does not support \"num_attention_heads\": {config.NumAttentionHeads} do not divide {config.HiddenSize} "
                    + $"channels.");
        query = new AdaptableLinear(config.HiddenSize, config.HiddenSize, true, placement);
        key = new AdaptableLinear(config.EmbeddingSize, config.HiddenSize, true, placement);
        value = new AdaptableLinear(config.EmbeddingSize, config.HiddenSize, true, placement);
        _heads = config.NumAttentionHeads;
        RegisterComponents();
    }

    public override Tensor forward(Tensor queries, Tensor context)
    {
        using var scope = NewDisposeScope();
        var attended = functional.scaled_dot_product_attention(
            SplitHeads(query.call(queries)), SplitHeads(key.call(context)), SplitHeads(value.call(context)));
        return attended.transpose(1, 2).reshape(queries.shape).MoveToOuterDisposeScope();
    }

    // [N, heads, L, C/heads]
    private Tensor SplitHeads(Tensor x) => x.view(x.shape[0], x.shape[1], _heads, x.shape[2] / _heads).transpose(1, 2);
}
