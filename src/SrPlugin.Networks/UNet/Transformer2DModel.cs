using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.UNet;

/// <summary>Transformer blocks over the pixels of a map, with projections and residual; keeps [N, C, H, W].</summary>
internal sealed class Transformer2DModel : Module<Tensor, Tensor, Tensor>
{
    private const double NormEpsilon = 1e-6;

    private readonly GroupNormalization norm;
    private readonly Module<Tensor, Tensor> proj_in;
    private readonly ModuleList<BasicTransformerBlock> transformer_blocks;
    private readonly Module<Tensor, Tensor> proj_out;
    private readonly bool _linear;

    public Transformer2DModel(long channels, long heads, long layers, UNet2DConditionConfig config, ParameterPlacement placement)
        : base(nameof(Transformer2DModel))
    {
        _linear = config.UseLinearProjection;
        norm = new GroupNormalization(config.NormNumGroups, channels, NormEpsilon, placement);
        proj_in = Projection(channels, placement);
        transformer_blocks = new ModuleList<BasicTransformerBlock>();
        for (var i = 0; i < layers; i++)
            transformer_blocks.Add(new BasicTransformerBlock(channels, config.CrossAttentionDim, heads, placement));
        proj_out = Projection(channels, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor context)
    {
        using var scope = NewDisposeScope();
        var (batch, channels, height, width) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3]);
        var hidden = norm.call(x);
        hidden = hidden.Replace(_linear ? proj_in.call(ToTokens(hidden)) : ToTokens(proj_in.call(hidden))); // [N, HW, C]
        foreach (var block in transformer_blocks)
            hidden = hidden.Replace(block.call(hidden, context));
        hidden = hidden.Replace(_linear ? ToMap(proj_out.call(hidden)) : proj_out.call(ToMap(hidden)));
        return Fresh.Add(hidden, x).MoveToOuterDisposeScope();

        Tensor ToMap(Tensor tokens) => tokens.transpose(1, 2).contiguous().reshape(batch, channels, height, width);
    }

    private static Tensor ToTokens(Tensor map) => map.flatten(2).transpose(1, 2).contiguous();

    private Module<Tensor, Tensor> Projection(long channels, ParameterPlacement placement) =>
        _linear ? new AdaptableLinear(channels, channels, true, placement) : new AdaptableConv2d(channels, channels, 1, 1, 0, placement);
}
