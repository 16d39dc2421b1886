using System.Text.Json;
using SrPlugin.Networks.Tagger;
using SrPlugin.Testing;

namespace SrPlugin.Networks.Tests.Tagger;

/// <summary>The small tagger of the golden folder.</summary>
internal static class TinyRam
{
    private const string Folder = "addsr/weights";

    public static RAM Load(bool withDape)
    {
        using var document = Document();
        var (swin, decoder) = (document.RootElement.GetProperty("swin"), document.RootElement.GetProperty("q2l_config"));
        var network = new RAM(new RAMConfig
        {
            Swin = new SwinConfig
            {
                ImageSize = Integer(swin, "image_res"),
                EmbedDim = Integer(swin, "embed_dim"),
                WindowSize = Integer(swin, "window_size"),
                Depths = Integers(swin, "depths"),
                NumHeads = Integers(swin, "num_heads"),
            },
            TagCount = document.RootElement.GetProperty("tags").GetArrayLength(),
            HiddenSize = Integer(decoder, "hidden_size"),
            IntermediateSize = Integer(decoder, "intermediate_size"),
            NumAttentionHeads = Integer(decoder, "num_attention_heads"),
            NumHiddenLayers = Integer(decoder, "num_hidden_layers"),
            LayerNormEps = decoder.GetProperty("layer_norm_eps").GetDouble(),
        });
        using var weights = GoldenFolder.OpenWeights($"{Folder}/tiny-ram.safetensors");
        using var dape = withDape ? GoldenFolder.OpenWeights($"{Folder}/tiny-dape.safetensors") : null;
        network.Load(weights, dape);
        return network;
    }

    public static TagVocabulary Vocabulary()
    {
        using var document = Document();
        var root = document.RootElement;
        return new TagVocabulary(
            [.. root.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!)],
            [.. root.GetProperty("thresholds").EnumerateArray().Select(threshold => threshold.GetSingle())]);
    }

    private static JsonDocument Document()
    {
        using var stream = GoldenFolder.OpenRead($"{Folder}/tiny-ram.config.json");
        return JsonDocument.Parse(stream);
    }

    private static long Integer(JsonElement element, string key) => element.GetProperty(key).GetInt64();

    private static long[] Integers(JsonElement element, string key) =>
        [.. element.GetProperty(key).EnumerateArray().Select(value => value.GetInt64())];
}
