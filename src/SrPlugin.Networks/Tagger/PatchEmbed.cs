using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tagger;

/// <summary>Squares of a picture as tokens; [N, 3, S, S] → [N, S/patch, S/patch, C].</summary>
internal sealed class PatchEmbed : Module<Tensor, Tensor>
{
    private readonly AdaptableConv2d proj;
    private readonly LayerNormalization norm;

    public PatchEmbed(SwinConfig config, ParameterPlacement placement)
        : base(nameof(PatchEmbed))
    {
        proj = new AdaptableConv2d(3, config.EmbedDim, config.PatchSize, config.PatchSize, 0, placement);
        norm = new LayerNormalization(config.EmbedDim, SwinTransformer.NormEpsilon, placement);
        RegisterComponents();
    }

    public override Tensor forward(Tensor image)
    {
        using var scope = NewDisposeScope();
        return norm.call(proj.call(image).permute(0, 2, 3, 1).contiguous()).MoveToOuterDisposeScope();
    }
}
