using SrPlugin.Networks.Loading;
using SrPlugin.Networks.UNet;

namespace SrPlugin.Networks.ControlNet;

/// <summary>The published config.json of a ControlNetModel of the SD2 family, as far as it is implemented.</summary>
public sealed record ControlNetConfig
{
    /// <summary>Sizes of the half of a UNet that the network is; without a way up.</summary>
    public required UNet2DConditionConfig Encoder { get; init; }

    /// <summary>Channels of the control image.</summary>
    public long ConditioningChannels { get; init; } = 3;

    /// <summary>
    /// Channels of the layers that bring the control image to the latent's size, finest first; each step halves the size.
    /// </summary>
    public IReadOnlyList<long> ConditioningEmbeddingOutChannels { get; init; } = [16, 32, 96, 256];

    /// <summary>Reads a published config.json.</summary>
    /// <exception cref="NotSupportedException">A value that is not implemented; the message names key and value.</exception>
    /// <exception cref="System.Text.Json.JsonException">Not a JSON object.</exception>
    public static ControlNetConfig Read(Stream json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var document = ConfigDocument.Parse(nameof(ControlNetModel), json);
        var config = new ControlNetConfig
        {
            Encoder = UNet2DConditionConfig.ReadEncoder(document),
            ConditioningChannels = document.Integer("conditioning_channels", 3),
        };
        if (document.Has("conditioning_embedding_out_channels"))
            config = config with { ConditioningEmbeddingOutChannels = document.Integers("conditioning_embedding_out_channels") };
        document.Require("controlnet_conditioning_channel_order", "\"rgb\"");
        document.RejectRest();
        return config;
    }
}
