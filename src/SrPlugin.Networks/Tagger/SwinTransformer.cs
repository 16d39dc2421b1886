using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Tagger;

/// <summary>
/// The image encoder of RAM (Swin, Liu et al. 2021): attention in shifted windows over a map that shrinks from stage to stage.
/// </summary>
public sealed class SwinTransformer : Module<Tensor, Tensor>
{
    internal const double NormEpsilon = 1e-5;

    private readonly PatchEmbed patch_embed;
    private readonly ModuleList<BasicLayer> layers;
    private readonly LayerNormalization norm;

    /// <summary>Builds the network with uninitialised parameters.</summary>
    /// <param name="config">Sizes.</param>
    /// <param name="device">Where the parameters lie; null for the default device.</param>
    /// <param name="dtype">Their type; null for the default type.</param>
    /// <exception cref="NotSupportedException">Sizes that do not fit each other.</exception>
    public SwinTransformer(SwinConfig config, Device? device = null, ScalarType? dtype = null)
        : base(nameof(SwinTransformer))
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        Config = config;
        var placement = new ParameterPlacement(device, dtype);
        patch_embed = new PatchEmbed(config, placement);
        layers = new ModuleList<BasicLayer>();
        for (var stage = 0; stage < config.Depths.Count; stage++)
            layers.Add(new BasicLayer(config, stage, placement));
        norm = new LayerNormalization(config.OutChannels, NormEpsilon, placement);
        RegisterComponents();
    }

    /// <summary>The sizes the network was built with.</summary>
    public SwinConfig Config { get; }

    /// <summary>Encodes pictures.</summary>
    /// <param name="image">[N, 3, S, S], normalised, S the configured size.</param>
    /// <returns>The mean token and the tokens, [N, 1 + L, C].</returns>
    /// <exception cref="ArgumentException">A picture of another size.</exception>
    public override Tensor forward(Tensor image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.shape is not [_, 3, var height, var width] || height != Config.ImageSize || width != Config.ImageSize)
        {
            throw new ArgumentException(
                $"The picture has the shape [{string.Join(", ", image.shape)}]; expected [N, 3, {Config.ImageSize}, {Config.ImageSize}].",
                nameof(image));
        }
        using var scope = NewDisposeScope();
        var x = patch_embed.call(image);
        foreach (var layer in layers)
            x = x.Replace(layer.call(x));
        var tokens = norm.call(x).flatten(1, 2); // [N, L, C]
        return cat([tokens.mean([1L], keepdim: true), tokens], 1).MoveToOuterDisposeScope();
    }
}
