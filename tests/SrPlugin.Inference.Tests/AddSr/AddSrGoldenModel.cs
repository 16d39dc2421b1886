using System.Text.Json;
using SrPlugin.Inference.AddSr;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Schedulers;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Clip;
using SrPlugin.Networks.ControlNet;
using SrPlugin.Networks.Tagger;
using SrPlugin.Networks.UNet;
using SrPlugin.Testing;
using SrPlugin.Weights;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tests.AddSr;

/// <summary>
/// The tiny AddSR of the golden folder, loaded once for a test class. The goldens give prompts as embeddings: the text encoder is made by a
/// rule.
/// </summary>
public sealed class AddSrGoldenModel : IDisposable
{
    private const string Folder = "addsr/weights";

    public AddSrGoldenModel() => Pipeline = Load();

    public AddSrPipeline Pipeline { get; }

    public static AddSrPipeline Load(ComputePrecision precision = ComputePrecision.Float32) =>
        AddSrPipelineLoader.Load(OpenParts(), ComputeDevice.Cpu, precision, CancellationToken.None);

    public static AddSrModelParts OpenParts()
    {
        using var vocabulary = GoldenFolder.OpenRead("sd/sd_tiny/tokenizer/vocab.json");
        using var merges = GoldenFolder.OpenRead("sd/sd_tiny/tokenizer/merges.txt");
        var unet = Read($"{Folder}/tiny-unet.config.json", UNet2DConditionConfig.Read);
        var text = new CLIPTextConfig
        {
            VocabSize = 1000,
            HiddenSize = unet.CrossAttentionDim,
            IntermediateSize = 32,
            NumHiddenLayers = 2,
            NumAttentionHeads = 1,
        };
        var (config, words) = Tagger();
        return new AddSrModelParts
        {
            VaeConfig = Read($"{Folder}/tiny-vae.config.json", AutoencoderKLConfig.Read),
            Vae = GoldenFolder.OpenWeights($"{Folder}/tiny-vae.safetensors"),
            UNetConfig = unet,
            UNet = GoldenFolder.OpenWeights($"{Folder}/tiny-unet.safetensors"),
            ControlNetConfig = Read($"{Folder}/tiny-controlnet.config.json", ControlNetConfig.Read),
            ControlNet = GoldenFolder.OpenWeights($"{Folder}/tiny-controlnet.safetensors"),
            TextEncoderConfig = text,
            OpenTextEncoder = () => new HashRuleWeights("text_encoder", Shapes(text)),
            Tokenizer = CLIPTokenizer.Read(
                vocabulary, merges, Read("sd/sd_tiny/tokenizer/tokenizer_config.json", CLIPTokenizerConfig.Read)),
            Scheduler = NoiseSchedulerConfig.Parse(File.ReadAllText(GoldenFolder.PathOf($"{Folder}/scheduler_config.json"))),
            TaggerConfig = config,
            Tagger = GoldenFolder.OpenWeights($"{Folder}/tiny-ram.safetensors"),
            Dape = GoldenFolder.OpenWeights($"{Folder}/tiny-dape.safetensors"),
            Vocabulary = words,
        };
    }

    public void Dispose() => Pipeline.Dispose();

    private static KeyValuePair<string, IReadOnlyList<long>>[] Shapes(CLIPTextConfig config)
    {
        using var network = new CLIPTextModel(config, META, ScalarType.Float32);
        return [
            .. network.named_parameters().Select(item => KeyValuePair.Create(item.name, (IReadOnlyList<long>)[.. item.parameter.shape]))
        ];
    }

    private static (RAMConfig Config, TagVocabulary Vocabulary) Tagger()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(GoldenFolder.PathOf($"{Folder}/tiny-ram.config.json")));
        var root = document.RootElement;
        var (swin, decoder) = (root.GetProperty("swin"), root.GetProperty("q2l_config"));
        var config = new RAMConfig
        {
            Swin = new SwinConfig
            {
                ImageSize = Integer(swin, "image_res"),
                EmbedDim = Integer(swin, "embed_dim"),
                WindowSize = Integer(swin, "window_size"),
                Depths = Integers(swin, "depths"),
                NumHeads = Integers(swin, "num_heads"),
            },
            TagCount = root.GetProperty("tags").GetArrayLength(),
            HiddenSize = Integer(decoder, "hidden_size"),
            IntermediateSize = Integer(decoder, "intermediate_size"),
            NumAttentionHeads = Integer(decoder, "num_attention_heads"),
            NumHiddenLayers = Integer(decoder, "num_hidden_layers"),
            LayerNormEps = decoder.GetProperty("layer_norm_eps").GetDouble(),
        };
        return (config, new TagVocabulary(
            [.. root.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!)],
            [.. root.GetProperty("thresholds").EnumerateArray().Select(threshold => threshold.GetSingle())]));
    }

    private static long Integer(JsonElement element, string key) => element.GetProperty(key).GetInt64();

    private static long[] Integers(JsonElement element, string key) =>
        [.. element.GetProperty(key).EnumerateArray().Select(value => value.GetInt64())];

    private static T Read<T>(string relative, Func<Stream, T> read)
    {
        using var stream = GoldenFolder.OpenRead(relative);
        return read(stream);
    }
}
