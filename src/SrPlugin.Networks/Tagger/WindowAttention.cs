using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tagger;

/// <summary>Multi-head self-attention inside windows, with a learned bias for every relative position; keeps [N, windows, L, C].</summary>
internal sealed class WindowAttention : Module<Tensor, Tensor, Tensor?, Tensor>
{
    private readonly Parameter relative_position_bias_table;
    private readonly AdaptableLinear qkv;
    private readonly AdaptableLinear proj;
    private readonly long _heads;

    public WindowAttention(long channels, long side, long heads, ParameterPlacement placement)
        : base(nameof(WindowAttention))
    {
        relative_position_bias_table = placement.Empty((2 * side - 1) * (2 * side - 1), heads);
        qkv = new AdaptableLinear(channels, 3 * channels, true, placement);
        proj = new AdaptableLinear(channels, channels, true, placement);
        _heads = heads;
        RegisterComponents();
    }

    public override Tensor forward(Tensor windows, Tensor positions, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var (batch, count, length, channels) = (windows.shape[0], windows.shape[1], windows.shape[2], windows.shape[3]);
        var heads = qkv.call(windows).view(batch, count, length, 3, _heads, channels / _heads)
            .permute(3, 0, 1, 4, 2, 5).unbind(0); // three of [N, windows, heads, L, C/heads]
        var bias = relative_position_bias_table.index_select(0, positions).view(length, length, _heads).permute(2, 0, 1).unsqueeze(0);
        var attended = functional.scaled_dot_product_attention(heads[0], heads[1], heads[2], mask is null ? bias : bias.Plus(mask));
        return proj.call(attended.transpose(2, 3).reshape(windows.shape)).MoveToOuterDisposeScope();
    }
}
