using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.UNet;

/// <summary>The denoising UNet of the SD2 family (diffusers' UNet2DConditionModel).</summary>
public sealed class UNet2DConditionModel : Module<Tensor, Tensor, Tensor, Tensor>
{
    private readonly AdaptableConv2d conv_in;
    private readonly TimestepEmbedding time_embedding;
    private readonly ModuleList<UNetDownBlock> down_blocks;
    private readonly ModuleList<UNetUpBlock> up_blocks;
    private readonly UNetMidBlock2D mid_block;
    private readonly Module<Tensor, Tensor> conv_norm_out;
    private readonly AdaptableConv2d conv_out;

    /// <summary>Builds the network with uninitialised parameters.</summary>
    /// <param name="config">Sizes.</param>
    /// <param name="device">Where the parameters lie; null for the default device.</param>
    /// <param name="dtype">Their type; null for the default type.</param>
    /// <exception cref="NotSupportedException">Sizes that do not fit each other.</exception>
    public UNet2DConditionModel(UNet2DConditionConfig config, Device? device = null, ScalarType? dtype = null)
        : base(nameof(UNet2DConditionModel))
    {
        ArgumentNullException.ThrowIfNull(config);
        var placement = new ParameterPlacement(device, dtype);
        Config = config;
        var levels = config.BlockOutChannels.Count;
        var embeddingChannels = 4 * config.BlockOutChannels[0];
        conv_in = new AdaptableConv2d(config.InChannels, config.BlockOutChannels[0], 3, 1, 1, placement);
        time_embedding = new TimestepEmbedding(config, embeddingChannels, placement);
        down_blocks = new ModuleList<UNetDownBlock>();
        up_blocks = new ModuleList<UNetUpBlock>();
        for (var i = 0; i < levels; i++)
        {
            down_blocks.Add(new UNetDownBlock(i, embeddingChannels, config, placement));
            up_blocks.Add(new UNetUpBlock(i, embeddingChannels, config, placement));
        }
        mid_block = new UNetMidBlock2D(embeddingChannels, config, placement);
        conv_norm_out = config.UsesLayerNorm
            ? new PassThrough()
            : ResnetBlock2D.Normalization(config.BlockOutChannels[0], config, placement);
        conv_out = new AdaptableConv2d(config.BlockOutChannels[0], config.OutChannels, 3, 1, 1, placement);
        RegisterComponents();
    }

    /// <summary>The sizes the network was built with.</summary>
    public UNet2DConditionConfig Config { get; }

    /// <summary>Predicts noise, sample or velocity, whatever the checkpoint was trained for.</summary>
    /// <param name="sample">[N, Cin, H, W], any size from 1×1.</param>
    /// <param name="timestep">[1] or [N], 0…999, any numeric type.</param>
    /// <param name="encoderHiddenStates">The prompt's embedding, [N, S, Cctx].</param>
    /// <returns>[N, Cout, H, W].</returns>
    public override Tensor forward(Tensor sample, Tensor timestep, Tensor encoderHiddenStates) =>
        Predict(sample, timestep, encoderHiddenStates, null, null);

    /// <summary>The prediction of a network that also reads the picture: its image tokens, and what a ControlNet made of it.</summary>
    /// <param name="sample">[N, Cin, H, W], any size from 1×1.</param>
    /// <param name="timestep">[1] or [N], 0…999, any numeric type.</param>
    /// <param name="encoderHiddenStates">The prompt's embedding, [N, S, Cctx].</param>
    /// <param name="imageHiddenStates">The tagger's embedding, [N, T, Cimg]; null for a network without image attention.</param>
    /// <param name="residuals">What is added to the skip connections and to the middle; borrowed. Null for nothing.</param>
    /// <returns>[N, Cout, H, W].</returns>
    /// <exception cref="ArgumentException">The residuals are not as many as the skip connections.</exception>
    public Tensor Predict(
        Tensor sample, Tensor timestep, Tensor encoderHiddenStates, Tensor? imageHiddenStates, ControlResiduals? residuals)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(timestep);
        ArgumentNullException.ThrowIfNull(encoderHiddenStates);
        using var scope = NewDisposeScope();
        var context = new AttentionContext(encoderHiddenStates, imageHiddenStates);
        var embedding = Fresh.Silu(time_embedding.call(timestep)); // [1 or N, Cemb]

        var path = new List<Tensor>();
        // Channels outermost: for wide layers over small maps oneDNN is a tenth quicker than with channels innermost.
        // Layer normalisation wants them innermost, and then keeps them so.
        path.Add(conv_in.call(Config.UsesLayerNorm ? MapLayout.Arrange(sample) : sample.contiguous()));
        foreach (var block in down_blocks)
            path.AddRange(block.call(path[^1], embedding, context));

        var hidden = mid_block.call(path[^1], embedding, context);
        if (residuals is not null)
        {
            if (residuals.Down.Count != path.Count)
                throw new ArgumentException(
                    $"There are {residuals.Down.Count} residuals for {path.Count} skip connections.", nameof(residuals));
            for (var i = 0; i < path.Count; i++)
                path[i] = Fresh.Add(path[i], residuals.Down[i]);
            hidden = Fresh.Add(hidden, residuals.Mid);
        }

        var skips = new Stack<Tensor>(path);
        foreach (var block in up_blocks)
            hidden = hidden.Replace(block.call(hidden, skips, embedding, context));

        hidden = Fresh.Silu(hidden.Replace(conv_norm_out.call(hidden)));
        return conv_out.call(hidden).MoveToOuterDisposeScope();
    }
}
