using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Clip;

/// <summary>Causal multi-head self-attention; keeps [N, L, C].</summary>
internal sealed class CLIPAttention : Module<Tensor, Tensor>
{
    private readonly AdaptableLinear k_proj;
    private readonly AdaptableLinear v_proj;
    private readonly AdaptableLinear q_proj;
    private readonly AdaptableLinear out_proj;
    private readonly long _heads;

    public CLIPAttention(CLIPTextConfig config, ParameterPlacement placement)
        : base(nameof(CLIPAttention))
    {
        var channels = config.HiddenSize;
        if (channels % config.NumAttentionHeads != 0)
            throw new NotSupportedException(
                $"{nameof(CLIPTextModel)} does not support \"num_attention_heads\": {config.NumAttentionHeads} do not divide {channels} "
                    + $"channels.");
        k_proj = new AdaptableLinear(channels, channels, true, placement);
        v_proj = new AdaptableLinear(channels, channels, true, placement);
        q_proj = new AdaptableLinear(channels, channels, true, placement);
        out_proj = new AdaptableLinear(channels, channels, true, placement);
        _heads = config.NumAttentionHeads;
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var attended = functional.scaled_dot_product_attention(
            SplitHeads(q_proj.call(tokens)), SplitHeads(k_proj.call(tokens)), SplitHeads(v_proj.call(tokens)), null, 0, true);
        return out_proj.call(attended.transpose(1, 2).reshape(tokens.shape)).MoveToOuterDisposeScope();
    }

    // [N, heads, L, C/heads]
    private Tensor SplitHeads(Tensor x) => x.view(x.shape[0], x.shape[1], _heads, x.shape[2] / _heads).transpose(1, 2);
}
