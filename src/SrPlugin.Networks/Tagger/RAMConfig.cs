using SrPlugin.Networks.Loading;

namespace SrPlugin.Networks.Tagger;

/// <summary>Sizes of a <see cref="RAM"/>; the defaults are those of the published ram_swin_large_14m.pth.</summary>
public sealed record RAMConfig
{
    /// <summary>The image encoder.</summary>
    public SwinConfig Swin { get; init; } = new();

    /// <summary>Number of tags.</summary>
    public long TagCount { get; init; } = 4585;

    /// <summary>Channels of an image token that leaves the network, and of a tag's embedding.</summary>
    public long EmbeddingSize { get; init; } = 512;

    /// <summary>Channels of a tag inside the decoder.</summary>
    public long HiddenSize { get; init; } = 768;

    /// <summary>Channels inside the decoder's feed-forward networks.</summary>
    public long IntermediateSize { get; init; } = 3072;

    /// <summary>Attention heads of the decoder.</summary>
    public long NumAttentionHeads { get; init; } = 4;

    /// <summary>Layers of the decoder.</summary>
    public long NumHiddenLayers { get; init; } = 2;

    /// <summary>Epsilon of the decoder's layer normalisations.</summary>
    public double LayerNormEps { get; init; } = 1e-12;

    /// <summary>
    /// Reads a JSON object with the keys of the authors' Swin and query-to-label configurations; absent keys take the defaults.
    /// </summary>
    /// <exception cref="NotSupportedException">A value that is not implemented; the message names key and value.</exception>
    /// <exception cref="System.Text.Json.JsonException">Not a JSON object.</exception>
    public static RAMConfig Read(Stream json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var document = ConfigDocument.Parse(nameof(RAM), json);
        var (defaults, swin) = (new RAMConfig(), new SwinConfig());
        var config = new RAMConfig
        {
            Swin = new SwinConfig
            {
                ImageSize = document.Integer("image_res", swin.ImageSize),
                PatchSize = document.Integer("patch_size", swin.PatchSize),
                EmbedDim = document.Integer("embed_dim", swin.EmbedDim),
                Depths = document.Has("depths") ? document.Integers("depths") : swin.Depths,
                NumHeads = document.Has("num_heads") ? document.Integers("num_heads") : swin.NumHeads,
                WindowSize = document.Integer("window_size", swin.WindowSize),
            },
            TagCount = document.Integer("num_class", defaults.TagCount),
            EmbeddingSize = document.Integer("embedding_size", defaults.EmbeddingSize),
            HiddenSize = document.Integer("hidden_size", defaults.HiddenSize),
            IntermediateSize = document.Integer("intermediate_size", defaults.IntermediateSize),
            NumAttentionHeads = document.Integer("num_attention_heads", defaults.NumAttentionHeads),
            NumHiddenLayers = document.Integer("num_hidden_layers", defaults.NumHiddenLayers),
            LayerNormEps = document.Number("layer_norm_eps", defaults.LayerNormEps),
        };
        document.Require("hidden_act", "\"gelu\"");
        document.RejectRest();
        return config;
    }
}
