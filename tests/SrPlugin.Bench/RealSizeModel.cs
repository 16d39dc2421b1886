using System.Text;
using System.Text.Json;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Inference.Schedulers;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Clip;
using SrPlugin.Networks.Degradation;
using SrPlugin.Networks.Loading;
using SrPlugin.Networks.Lora;
using SrPlugin.Networks.UNet;
using SrPlugin.Testing;
using SrPlugin.Weights;
using static TorchSharp.torch;

namespace SrPlugin.Bench;

/// <summary>
/// The networks of SD-Turbo with S3Diff's adapter at their real size, filled by a rule instead of files. What comes out means nothing,
/// but costs exactly what the real model costs.
/// </summary>
internal static class RealSizeModel
{
    public const string Name = "SD-Turbo size, weights by rule";

    /// <summary>The model.</summary>
    /// <param name="tokenizer">Null for a stand-in: prompts of any text cost the same.</param>
    public static S3DiffModelParts Create(CLIPTokenizer? tokenizer = null) => Create(
        Config("vae", AutoencoderKLConfig.Read),
        Config("unet", UNet2DConditionConfig.Read),
        Config("text_encoder", CLIPTextConfig.Read),
        new DEResNetConfig(),
        new S3DiffAdapterConfig(),
        tokenizer);

    /// <summary>The same sequence of layers with hardly any arithmetic in them.</summary>
    public static S3DiffModelParts CreateThin()
    {
        UNet2DConditionConfig unet = Config("unet", UNet2DConditionConfig.Read);
        CLIPTextConfig text = Config("text_encoder", CLIPTextConfig.Read);
        AutoencoderKLConfig vae = Config("vae", AutoencoderKLConfig.Read);
        return Create(
            vae with { BlockOutChannels = [.. vae.BlockOutChannels.Select(_ => 32L)] },
            unet with
            {
                BlockOutChannels = [.. unet.BlockOutChannels.Select(_ => 32L)],
                AttentionHeads = [.. unet.AttentionHeads.Select(_ => 1L)],
                CrossAttentionDim = 32,
            },
            text with { HiddenSize = 32, IntermediateSize = 32, NumAttentionHeads = 1 },
            new DEResNetConfig { NumFeats = [4, 4, 4, 4] },
            new S3DiffAdapterConfig { UNetLoraRank = 2, VaeLoraRank = 2 },
            null);
    }

    /// <summary>The text encoder alone, loaded.</summary>
    /// <param name="parts">The model.</param>
    /// <param name="device">Where to compute.</param>
    public static CLIPTextModel CreateTextEncoder(S3DiffModelParts parts, Device device)
    {
        using WeightsSource weights = parts.OpenTextEncoder!();
        var network = new CLIPTextModel(parts.TextEncoderConfig!, device, ScalarType.Float32);
        StrictLoader.Load(network, weights);
        network.eval();
        return network;
    }

    private static S3DiffModelParts Create(
        AutoencoderKLConfig vae, UNet2DConditionConfig unet, CLIPTextConfig text, DEResNetConfig estimator, S3DiffAdapterConfig adapter,
        CLIPTokenizer? tokenizer)
    {
        // Built without memory, only to be asked for names and shapes.
        using var vaeShapes = new AutoencoderKL(vae, META, ScalarType.Float32);
        using var unetShapes = new UNet2DConditionModel(unet, META, ScalarType.Float32);
        using var textShapes = new CLIPTextModel(text, META, ScalarType.Float32);
        using var estimatorShapes = new DEResNet(estimator, META, ScalarType.Float32);
        KeyValuePair<string, IReadOnlyList<long>>[] textWeights = ShapesOf(textShapes);
        return new S3DiffModelParts
        {
            VaeConfig = vae,
            Vae = new HashRuleWeights("vae", ShapesOf(vaeShapes)),
            UNetConfig = unet,
            UNet = new HashRuleWeights("unet", ShapesOf(unetShapes)),
            TextEncoderConfig = text,
            OpenTextEncoder = () => new HashRuleWeights("text_encoder", textWeights),
            Tokenizer = tokenizer ?? StandInTokenizer(),
            Scheduler = Config("scheduler", stream => NoiseSchedulerConfig.Parse(new StreamReader(stream).ReadToEnd())),
            Adapter = new HashRuleWeights("s3diff", S3DiffAdapter.CheckpointShapes(adapter, vaeShapes, unetShapes)),
            EstimatorConfig = estimator,
            Estimator = new HashRuleWeights("de_net", ShapesOf(estimatorShapes)),
        };
    }

    internal static KeyValuePair<string, IReadOnlyList<long>>[] ShapesOf(nn.Module network) =>
        [.. network.named_parameters().Select(item => KeyValuePair.Create(item.name, (IReadOnlyList<long>)[.. item.parameter.shape]))];

    internal static T Config<T>(string part, Func<Stream, T> read)
    {
        using Stream stream = typeof(RealSizeModel).Assembly.GetManifestResourceStream($"RealSize/{part}.json")
            ?? throw new InvalidOperationException($"The program was built without RealSize/{part}.json.");
        return read(stream);
    }

    // Letters only: every prompt becomes 77 tokens, which is all that matters here.
    internal static CLIPTokenizer StandInTokenizer()
    {
        var vocabulary = new Dictionary<string, int> { ["!"] = 0 };
        foreach (char letter in Enumerable.Range('"', '~' - '"' + 1).Select(code => (char)code))
        {
            vocabulary[letter.ToString()] = vocabulary.Count;
            vocabulary[letter + "</w>"] = vocabulary.Count;
        }

        vocabulary["!</w>"] = vocabulary.Count;
        vocabulary["<|startoftext|>"] = 49406;
        vocabulary["<|endoftext|>"] = 49407;
        using var tokens = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(vocabulary));
        using var merges = new MemoryStream(Encoding.UTF8.GetBytes("#version: 0.2\n"));
        return CLIPTokenizer.Read(tokens, merges, new CLIPTokenizerConfig());
    }
}
