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

    public Transformer2DModel(
        long channels, long heads, long layers, long contextChannels, UNet2DConditionConfig config, ParameterPlacement placement)
        : base(nameof(Transformer2DModel))
    {
        _linear = config.UseLinearProjection;
        norm = new GroupNormalization(config.NormNumGroups, channels, NormEpsilon, placement);
        proj_in = Projection(channels, placement);
        transformer_blocks = new ModuleList<BasicTransformerBlock>();
        for (var i = 0; i < layers; i++)
            transformer_blocks.Add(new BasicTransformerBlock(channels, contextChannels, heads, placement));
        proj_out = Projection(channels, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor context)
    {
        using var scope = NewDisposeScope();
        var hidden = norm.call(x);
        // [N, HW, C]
        hidden = hidden.Replace(_linear ? proj_in.call(MapLayout.ToTokens(hidden)) : MapLayout.ToTokens(proj_in.call(hidden)));
        foreach (var block in transformer_blocks)
            hidden = hidden.Replace(block.call(hidden, context));
        hidden = hidden.Replace(_linear ? MapLayout.ToMap(proj_out.call(hidden), x) : proj_out.call(MapLayout.ToMap(hidden, x)));
        return Fresh.Add(hidden, x).MoveToOuterDisposeScope();
    }

    private Module<Tensor, Tensor> Projection(long channels, ParameterPlacement placement) =>
        _linear ? new AdaptableLinear(channels, channels, true, placement) : new AdaptableConv2d(channels, channels, 1, 1, 0, placement);
}
