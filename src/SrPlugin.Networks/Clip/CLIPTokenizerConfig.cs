using System.Text.Json;

namespace SrPlugin.Networks.Clip;

/// <summary>The published tokenizer_config.json, as far as the tokens depend on it; the defaults are those of SD-Turbo.</summary>
public sealed record CLIPTokenizerConfig
{
    /// <summary>Starts every prompt.</summary>
    public string BosToken { get; init; } = "<|startoftext|>";

    /// <summary>Ends every prompt.</summary>
    public string EosToken { get; init; } = "<|endoftext|>";

    /// <summary>Stands for what the vocabulary lacks.</summary>
    public string UnkToken { get; init; } = "<|endoftext|>";

    /// <summary>Fills short prompts.</summary>
    public string PadToken { get; init; } = "!";

    /// <summary>Length of every prompt in tokens, beginning and end included.</summary>
    public int ModelMaxLength { get; init; } = 77;

    /// <summary>
    /// Tokens cut out of the text before anything else, and whether they are looked for in the normalised text (lower case) instead of
    /// the raw one.
    /// </summary>
    public IReadOnlyDictionary<string, bool> SpecialTokens { get; init; } = new Dictionary<string, bool>(StringComparer.Ordinal)
    {
        ["!"] = false,
        ["<|startoftext|>"] = true,
        ["<|endoftext|>"] = true,
    };

    /// <summary>Reads a published tokenizer_config.json.</summary>
    /// <exception cref="JsonException">Not a JSON object of the published kind.</exception>
    public static CLIPTokenizerConfig Read(Stream json)
    {
        ArgumentNullException.ThrowIfNull(json);
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new JsonException("The configuration of the tokenizer is no JSON object.");
        var defaults = new CLIPTokenizerConfig();
        var config = new CLIPTokenizerConfig
        {
            BosToken = Token("bos_token", defaults.BosToken),
            EosToken = Token("eos_token", defaults.EosToken),
            UnkToken = Token("unk_token", defaults.UnkToken),
            PadToken = Token("pad_token", defaults.PadToken),
            ModelMaxLength = root.TryGetProperty("model_max_length", out var length) && length.TryGetInt32(out var value)
                && value is > 2 and <= 4096
                ? value
                : defaults.ModelMaxLength,
        };
        return config with { SpecialTokens = SpecialTokensOf(root, config) };

        string Token(string key, string fallback)
        {
            if (!root.TryGetProperty(key, out var token) || token.ValueKind == JsonValueKind.Null)
                return fallback;
            return (token.ValueKind == JsonValueKind.Object ? token.GetProperty("content") : token).GetString()!;
        }
    }

    private static Dictionary<string, bool> SpecialTokensOf(JsonElement root, CLIPTokenizerConfig config)
    {
        var tokens = new Dictionary<string, bool>(StringComparer.Ordinal);
        if (root.TryGetProperty("added_tokens_decoder", out var added) && added.ValueKind == JsonValueKind.Object)
        {
            foreach (var token in added.EnumerateObject())
            {
                tokens[token.Value.GetProperty("content").GetString()!] =
                    token.Value.TryGetProperty("normalized", out var normalized) && normalized.ValueKind == JsonValueKind.True;
            }
            return tokens;
        }
        // Configurations older than this key: a padding token given as plain text is looked for in the raw text.
        tokens[config.PadToken] = false;
        tokens[config.BosToken] = true;
        tokens[config.EosToken] = true;
        return tokens;
    }
}
