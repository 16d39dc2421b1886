using SrPlugin.Networks.Layers;
using SrPlugin.Networks.UNet;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.ControlNet;

/// <summary>
/// SeeSR's ControlNet: the way down of a UNet over latent and control image, each of whose results goes through a 1×1 convolution to the
/// UNet (Zhang et al. 2023, with image attention).
/// </summary>
// Differs from upstream: the condition embedding and the strided maps, which upstream also returns, are used in no inference.
public sealed class ControlNetModel : Module
{
    private readonly AdaptableConv2d conv_in;
    private readonly TimestepEmbedding time_embedding;
    private readonly ControlNetConditioningEmbedding controlnet_cond_embedding;
    private readonly ModuleList<UNetDownBlock> down_blocks;
    private readonly ModuleList<AdaptableConv2d> controlnet_down_blocks;
    private readonly UNetMidBlock2D mid_block;
    private readonly AdaptableConv2d controlnet_mid_block;

    /// <summary>Builds the network with uninitialised parameters.</summary>
    /// <param name="config">Sizes.</param>
    /// <param name="device">Where the parameters lie; null for the default device.</param>
    /// <param name="dtype">Their type; null for the default type.</param>
    /// <exception cref="NotSupportedException">Sizes that do not fit each other.</exception>
    public ControlNetModel(ControlNetConfig config, Device? device = null, ScalarType? dtype = null)
        : base(nameof(ControlNetModel))
    {
        ArgumentNullException.ThrowIfNull(config);
        var placement = new ParameterPlacement(device, dtype);
        var encoder = config.Encoder;
        Config = config;
        var widths = encoder.BlockOutChannels;
        var embeddingChannels = 4 * widths[0];
        conv_in = new AdaptableConv2d(encoder.InChannels, widths[0], 3, 1, 1, placement);
        time_embedding = new TimestepEmbedding(encoder, embeddingChannels, placement);
        controlnet_cond_embedding = new ControlNetConditioningEmbedding(config, placement);
        down_blocks = new ModuleList<UNetDownBlock>();
        controlnet_down_blocks = new ModuleList<AdaptableConv2d>(Pass(widths[0], placement));
        for (var level = 0; level < widths.Count; level++)
        {
            down_blocks.Add(new UNetDownBlock(level, embeddingChannels, encoder, placement));
            for (var i = 0; i < encoder.LayersPerBlock + (level < widths.Count - 1 ? 1 : 0); i++)
                controlnet_down_blocks.Add(Pass(widths[level], placement));
        }
        mid_block = new UNetMidBlock2D(embeddingChannels, encoder, placement);
        controlnet_mid_block = Pass(widths[^1], placement);
        RegisterComponents();
    }

    /// <summary>The sizes the network was built with.</summary>
    public ControlNetConfig Config { get; }

    /// <summary>What is added to the UNet for a control image.</summary>
    /// <param name="sample">The latent that the UNet sees, [N, Cin, h, w].</param>
    /// <param name="timestep">[1] or [N], 0…999, any numeric type.</param>
    /// <param name="encoderHiddenStates">The prompt's embedding, [N, S, Cctx].</param>
    /// <param name="imageHiddenStates">The tagger's embedding, [N, T, Cimg]; null for a network without image attention.</param>
    /// <param name="controlImage">[N, 3, 8·h, 8·w] in 0…1.</param>
    /// <param name="conditioningScale">Factor of all residuals.</param>
    /// <returns>The caller's.</returns>
    public ControlResiduals Control(
        Tensor sample, Tensor timestep, Tensor encoderHiddenStates, Tensor? imageHiddenStates, Tensor controlImage,
        double conditioningScale)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(timestep);
        ArgumentNullException.ThrowIfNull(encoderHiddenStates);
        ArgumentNullException.ThrowIfNull(controlImage);
        using var scope = NewDisposeScope();
        var context = new AttentionContext(encoderHiddenStates, imageHiddenStates);
        var embedding = Fresh.Silu(time_embedding.call(timestep)); // [1 or N, Cemb]
        var path = new List<Tensor> { Fresh.Add(conv_in.call(sample.contiguous()), controlnet_cond_embedding.call(controlImage)) };
        foreach (var block in down_blocks)
            path.AddRange(block.call(path[^1], embedding, context));
        var hidden = mid_block.call(path[^1], embedding, context);

        var residuals = path.Select((map, i) => Scaled(controlnet_down_blocks[i].call(map), conditioningScale).MoveToOuterDisposeScope())
            .ToArray();
        return new ControlResiduals(residuals, Scaled(controlnet_mid_block.call(hidden), conditioningScale).MoveToOuterDisposeScope());
    }

    private static AdaptableConv2d Pass(long channels, ParameterPlacement placement) => new(channels, channels, 1, 1, 0, placement);

    private static Tensor Scaled(Tensor map, double scale) => scale == 1 ? map : Fresh.Scale(map, scale);
}
