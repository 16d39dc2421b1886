using SrPlugin.Networks.Loading;

namespace SrPlugin.Networks.Autoencoder;

/// <summary>The published config.json of an AutoencoderKL, as far as it is implemented.</summary>
public sealed record AutoencoderKLConfig
{
    /// <summary>Channels of the picture that enters.</summary>
    public long InChannels { get; init; } = 3;

    /// <summary>Channels of the picture that leaves.</summary>
    public long OutChannels { get; init; } = 3;

    /// <summary>Channels of every level, finest first; at least one, unless <see cref="PatchSize"/> exceeds 1.</summary>
    public required IReadOnlyList<long> BlockOutChannels { get; init; }

    /// <summary>Residual blocks of an encoder level; a decoder level has one more.</summary>
    public long LayersPerBlock { get; init; } = 1;

    /// <summary>Channels of the latent.</summary>
    public long LatentChannels { get; init; } = 4;

    /// <summary>Groups of every normalisation.</summary>
    public long NormNumGroups { get; init; } = 32;

    /// <summary>Whether the middle blocks attend over the whole map.</summary>
    public bool MidBlockAddAttention { get; init; } = true;

    /// <summary>Factor between a sample of the posterior and the latent that the UNet sees.</summary>
    public double ScalingFactor { get; init; } = 0.18215;

    /// <summary>
    /// Above 1: encoder and decoder have no layers; every square of this side is rearranged as channels, and quant_conv and post_quant_conv
    /// are all there is. A key of our own, <c>patch_size</c>, after that of video autoencoders, which rearrange before their first layer.
    /// </summary>
    public int PatchSize { get; init; } = 1;

    /// <summary>Pixels of the picture per pixel of the latent, along one side.</summary>
    public int LatentStride => PatchSize > 1 ? PatchSize : 1 << (BlockOutChannels.Count - 1);

    /// <summary>Reads a published config.json.</summary>
    /// <exception cref="NotSupportedException">A value that is not implemented; the message names key and value.</exception>
    /// <exception cref="System.Text.Json.JsonException">Not a JSON object.</exception>
    public static AutoencoderKLConfig Read(Stream json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var document = ConfigDocument.Parse(nameof(AutoencoderKL), json);
        if (document.Integer("patch_size", 1) is > 1 and var patchSize)
            return ReadPatches(document, patchSize);
        var config = new AutoencoderKLConfig
        {
            InChannels = document.Integer("in_channels", 3),
            OutChannels = document.Integer("out_channels", 3),
            BlockOutChannels = document.Integers("block_out_channels"),
            LayersPerBlock = document.Integer("layers_per_block", 1),
            LatentChannels = document.Integer("latent_channels", 4),
            NormNumGroups = document.Integer("norm_num_groups", 32),
            MidBlockAddAttention = document.Flag("mid_block_add_attention", true),
            ScalingFactor = document.Number("scaling_factor", 0.18215),
        };
        var levels = config.BlockOutChannels.Count;
        RequireLevels("down_block_types", document.Names("down_block_types", "DownEncoderBlock2D").Count);
        RequireLevels("up_block_types", document.Names("up_block_types", "UpDecoderBlock2D").Count);
        document.Require("act_fn", "\"silu\"");
        document.Require("use_quant_conv", "true");
        document.Require("use_post_quant_conv", "true");
        document.Ignore("sample_size", "force_upcast");
        document.RejectRest();
        return config;

        void RequireLevels(string key, int count)
        {
            if (count != levels)
                throw document.Unsupported(key, $"{count} entries beside {levels} in block_out_channels");
        }
    }

    private static AutoencoderKLConfig ReadPatches(ConfigDocument document, long patchSize)
    {
        var config = new AutoencoderKLConfig
        {
            BlockOutChannels = [],
            InChannels = document.Integer("in_channels", 3),
            OutChannels = document.Integer("out_channels", 3),
            LatentChannels = document.Integer("latent_channels", 3 * patchSize * patchSize),
            ScalingFactor = document.Number("scaling_factor", 0.18215),
            MidBlockAddAttention = false,
            PatchSize = (int)patchSize,
        };
        if (config.LatentChannels != config.InChannels * patchSize * patchSize || config.OutChannels != config.InChannels)
            throw document.Unsupported(
                "latent_channels",
                $"{config.LatentChannels} beside patches of {patchSize} and {config.InChannels} channels in, {config.OutChannels} out");
        document.RejectRest();
        return config;
    }
}
