using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Clip;

/// <summary>Attention and feed-forward network, each with norm and residual; keeps [N, L, C].</summary>
internal sealed class CLIPEncoderLayer : Module<Tensor, Tensor>
{
    private readonly CLIPAttention self_attn;
    private readonly LayerNormalization layer_norm1;
    private readonly Mlp mlp;
    private readonly LayerNormalization layer_norm2;

    public CLIPEncoderLayer(CLIPTextConfig config, ParameterPlacement placement)
        : base(nameof(CLIPEncoderLayer))
    {
        self_attn = new CLIPAttention(config, placement);
        layer_norm1 = new LayerNormalization(config.HiddenSize, config.LayerNormEps, placement);
        mlp = new Mlp(config.HiddenSize, config.IntermediateSize, placement);
        layer_norm2 = new LayerNormalization(config.HiddenSize, config.LayerNormEps, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var x = Fresh.Add(self_attn.call(layer_norm1.call(tokens)), tokens);
        return Fresh.Add(mlp.call(layer_norm2.call(x)), x).MoveToOuterDisposeScope();
    }
}
