using SrPlugin.Networks.Loading;

namespace SrPlugin.Networks.Degradation;

/// <summary>Sizes of a <see cref="DEResNet"/>; the defaults are those of the published de_net.pth.</summary>
public sealed record DEResNetConfig
{
    /// <summary>Channels of the picture.</summary>
    public long InChannels { get; init; } = 3;

    /// <summary>Number of scores, each with a branch of its own.</summary>
    public long NumDegradation { get; init; } = 2;

    /// <summary>Channels of the hidden layer above the pooled features.</summary>
    public long DegradationEmbedSize { get; init; } = 512;

    /// <summary>Channels of every stage.</summary>
    public IReadOnlyList<long> NumFeats { get; init; } = [64, 64, 64, 128];

    /// <summary>Residual blocks of every stage.</summary>
    public IReadOnlyList<long> NumBlocks { get; init; } = [2, 2, 2, 2];

    /// <summary>Stride at the end of every stage, 1 or 2.</summary>
    public IReadOnlyList<long> Downscales { get; init; } = [1, 1, 2, 1];

    /// <summary>
    /// Reads a JSON object with the keys of the published constructor (num_in_ch, num_degradation, degradation_embed_size, num_feats,
    /// num_blocks, downscales); absent keys take the defaults.
    /// </summary>
    /// <exception cref="NotSupportedException">A value that is not implemented; the message names key and value.</exception>
    /// <exception cref="System.Text.Json.JsonException">Not a JSON object.</exception>
    public static DEResNetConfig Read(Stream json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var document = ConfigDocument.Parse(nameof(DEResNet), json);
        var defaults = new DEResNetConfig();
        var config = new DEResNetConfig
        {
            InChannels = document.Integer("num_in_ch", defaults.InChannels),
            NumDegradation = document.Integer("num_degradation", defaults.NumDegradation),
            DegradationEmbedSize = document.Integer("degradation_embed_size", defaults.DegradationEmbedSize),
            NumFeats = document.Has("num_feats") ? document.Integers("num_feats") : defaults.NumFeats,
            NumBlocks = document.Has("num_blocks") ? document.Integers("num_blocks") : defaults.NumBlocks,
            Downscales = document.Has("downscales") ? document.Integers("downscales") : defaults.Downscales,
        };
        document.Require("degradation_degree_actv", "\"sigmoid\"");
        document.RejectRest();
        return config;
    }
}
