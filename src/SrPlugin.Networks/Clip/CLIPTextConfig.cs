using SrPlugin.Networks.Loading;

namespace SrPlugin.Networks.Clip;

/// <summary>The published config.json of a CLIPTextModel, as far as it is implemented.</summary>
public sealed record CLIPTextConfig
{
    /// <summary>Number of token ids.</summary>
    public long VocabSize { get; init; } = 49408;

    /// <summary>Channels of a token.</summary>
    public long HiddenSize { get; init; } = 512;

    /// <summary>Channels inside the feed-forward networks.</summary>
    public long IntermediateSize { get; init; } = 2048;

    /// <summary>Number of transformer layers.</summary>
    public long NumHiddenLayers { get; init; } = 12;

    /// <summary>Attention heads of every layer.</summary>
    public long NumAttentionHeads { get; init; } = 8;

    /// <summary>Most tokens of a prompt.</summary>
    public long MaxPositionEmbeddings { get; init; } = 77;

    /// <summary>Epsilon of the layer normalisations.</summary>
    public double LayerNormEps { get; init; } = 1e-5;

    /// <summary>Reads a published config.json.</summary>
    /// <exception cref="NotSupportedException">A value that is not implemented; the message names key and value.</exception>
    /// <exception cref="System.Text.Json.JsonException">Not a JSON object.</exception>
    public static CLIPTextConfig Read(Stream json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var document = ConfigDocument.Parse(nameof(CLIPTextModel), json);
        var config = new CLIPTextConfig
        {
            VocabSize = document.Integer("vocab_size", 49408),
            HiddenSize = document.Integer("hidden_size", 512),
            IntermediateSize = document.Integer("intermediate_size", 2048),
            NumHiddenLayers = document.Integer("num_hidden_layers", 12),
            NumAttentionHeads = document.Integer("num_attention_heads", 8),
            MaxPositionEmbeddings = document.Integer("max_position_embeddings", 77),
            LayerNormEps = document.Number("layer_norm_eps", 1e-5),
        };
        // transformers' default is quick_gelu, which no SD2 checkpoint uses: absence must not pass for gelu.
        document.RequireExactly("hidden_act", "\"gelu\"", defaultValue: "\"quick_gelu\"");
        document.Require("model_type", "\"clip_text_model\"");
        // Training settings, token ids of the pooled output and sizes of a projection this network does not have.
        document.Ignore(
            "architectures", "attention_dropout", "bos_token_id", "dropout", "eos_token_id", "initializer_factor", "initializer_range",
            "pad_token_id", "projection_dim", "torch_dtype", "transformers_version");
        document.RejectRest();
        return config;
    }
}
