using SrPlugin.Networks.Loading;

namespace SrPlugin.Networks.UNet;

/// <summary>The published config.json of a UNet2DConditionModel of the SD2 family, as far as it is implemented.</summary>
public sealed record UNet2DConditionConfig
{
    /// <summary>Block type without cross-attention, on the way down.</summary>
    internal const string DownBlock = "DownBlock2D";

    /// <summary>Block type with cross-attention, on the way down.</summary>
    internal const string CrossAttnDownBlock = "CrossAttnDownBlock2D";

    /// <summary>Block type without cross-attention, on the way up.</summary>
    internal const string UpBlock = "UpBlock2D";

    /// <summary>Block type with cross-attention, on the way up.</summary>
    internal const string CrossAttnUpBlock = "CrossAttnUpBlock2D";

    private const string CrossAttnMidBlock = "UNetMidBlock2DCrossAttn";
    private const string MidBlock = "UNetMidBlock2D";

    /// <summary>Channels of the sample.</summary>
    public long InChannels { get; init; } = 4;

    /// <summary>Channels of the prediction.</summary>
    public long OutChannels { get; init; } = 4;

    /// <summary>Channels of every level, finest first.</summary>
    public required IReadOnlyList<long> BlockOutChannels { get; init; }

    /// <summary>DownBlock2D or CrossAttnDownBlock2D for every level, finest first.</summary>
    public required IReadOnlyList<string> DownBlockTypes { get; init; }

    /// <summary>UpBlock2D or CrossAttnUpBlock2D for every level, coarsest first.</summary>
    public required IReadOnlyList<string> UpBlockTypes { get; init; }

    /// <summary>
    /// Number of attention heads of every level, finest first. Published as <c>attention_head_dim</c>: a misnomer of diffusers that
    /// SD2 checkpoints depend on.
    /// </summary>
    public required IReadOnlyList<long> AttentionHeads { get; init; }

    /// <summary>Transformer blocks of every attention of a level, finest first.</summary>
    public required IReadOnlyList<long> TransformerLayersPerBlock { get; init; }

    /// <summary>Residual blocks of a level on the way down; one more on the way up.</summary>
    public long LayersPerBlock { get; init; } = 2;

    /// <summary>Channels of the prompt embedding.</summary>
    public long CrossAttentionDim { get; init; } = 1280;

    /// <summary>Groups of every group normalisation.</summary>
    public long NormNumGroups { get; init; } = 32;

    /// <summary>
    /// Whether residual blocks normalise every pixel over its channels instead of groups of channels over the whole map, and the output not
    /// at all. Then no pixel depends on distant ones, and tiles equal the whole. A key of our own, <c>norm_type</c>: group_norm (the
    /// default) or layer_norm.
    /// </summary>
    public bool UsesLayerNorm { get; init; }

    /// <summary>
    /// Whether the middle attends to the picture and the prompt; without, it is one residual block (diffusers' UNetMidBlock2D).
    /// </summary>
    public bool MidBlockAddAttention { get; init; } = true;

    /// <summary>Whether any part of the network reads the prompt.</summary>
    public bool ReadsPrompt =>
        MidBlockAddAttention || DownBlockTypes.Contains(CrossAttnDownBlock) || UpBlockTypes.Contains(CrossAttnUpBlock);

    /// <summary>Whether every pixel depends on its neighbourhood alone: no attention, no statistics of the whole map.</summary>
    public bool IsLocal => UsesLayerNorm && !ReadsPrompt;

    /// <summary>Epsilon of the group normalisations of residual blocks and output.</summary>
    public double NormEps { get; init; } = 1e-5;

    /// <summary>Whether the projections around a transformer are linear layers, or 1×1 convolutions.</summary>
    public bool UseLinearProjection { get; init; }

    /// <summary>Whether the timestep embedding holds cosines before sines.</summary>
    public bool FlipSinToCos { get; init; } = true;

    /// <summary>Shift of the frequencies of the timestep embedding.</summary>
    public double FreqShift { get; init; }

    /// <summary>Whether every transformer is followed by one that reads image tokens, as in SeeSR and AddSR.</summary>
    public bool UseImageCrossAttention { get; init; }

    /// <summary>
    /// Channels of the image tokens that image attention reads. Published models have 512 and no such key: upstream it is a constant.
    /// </summary>
    public long ImageCrossAttentionDim { get; init; } = 512;

    /// <summary>Reads a published config.json.</summary>
    /// <exception cref="NotSupportedException">A value that is not implemented; the message names key and value.</exception>
    /// <exception cref="System.Text.Json.JsonException">Not a JSON object.</exception>
    public static UNet2DConditionConfig Read(Stream json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var document = ConfigDocument.Parse(nameof(UNet2DConditionModel), json);
        var config = ReadEncoder(document) with
        {
            OutChannels = document.Integer("out_channels", 4),
            UpBlockTypes = document.Names("up_block_types", UpBlock, CrossAttnUpBlock),
            MidBlockAddAttention = document.Choice("mid_block_type", CrossAttnMidBlock, MidBlock) == CrossAttnMidBlock,
            UsesLayerNorm = document.Choice("norm_type", "group_norm", "layer_norm") == "layer_norm",
        };
        RequireLevels(document, "up_block_types", config.UpBlockTypes.Count, config);
        document.Require("attention_type", "\"default\"");
        document.Require("conv_in_kernel", "3");
        document.Require("conv_out_kernel", "3");
        document.Require("resnet_out_scale_factor", "1", "1.0");
        document.Require("time_embedding_type", "\"positional\"");
        document.RejectRest();
        return config;
    }

    /// <summary>What UNet and ControlNet have in common: the way down.</summary>
    internal static UNet2DConditionConfig ReadEncoder(ConfigDocument document)
    {
        var channels = document.Integers("block_out_channels");
        var config = new UNet2DConditionConfig
        {
            BlockOutChannels = channels,
            InChannels = document.Integer("in_channels", 4),
            DownBlockTypes = document.Names("down_block_types", DownBlock, CrossAttnDownBlock),
            UpBlockTypes = [],
            AttentionHeads = document.Integers("attention_head_dim", channels.Count, 8),
            TransformerLayersPerBlock = document.Integers("transformer_layers_per_block", channels.Count, 1),
            LayersPerBlock = document.Integer("layers_per_block", 2),
            CrossAttentionDim = document.Integer("cross_attention_dim", 1280),
            NormNumGroups = document.Integer("norm_num_groups", 32),
            NormEps = document.Number("norm_eps", 1e-5),
            UseLinearProjection = document.Flag("use_linear_projection", false),
            FlipSinToCos = document.Flag("flip_sin_to_cos", true),
            FreqShift = document.Number("freq_shift", 0),
            UseImageCrossAttention = document.Flag("use_image_cross_attention", false),
            ImageCrossAttentionDim = document.Integer("image_cross_attention_dim", 512),
        };
        RequireLevels(document, "down_block_types", config.DownBlockTypes.Count, config);
        document.Require("act_fn", "\"silu\"");
        document.Require("downsample_padding", "1");
        document.Require("mid_block_scale_factor", "1", "1.0");
        document.Require("resnet_time_scale_shift", "\"default\"");
        document.Require("dropout", "0", "0.0");
        // The rest of diffusers' keys is refused when set at all; upcasting is decided by the compute precision, not here.
        document.Ignore("sample_size", "addition_embed_type_num_heads", "upcast_attention");
        return config;
    }

    private static void RequireLevels(ConfigDocument document, string key, int count, UNet2DConditionConfig config)
    {
        if (count != config.BlockOutChannels.Count)
            throw document.Unsupported(key, $"{count} entries beside {config.BlockOutChannels.Count} in block_out_channels");
    }
}
