using SrPlugin.Inference.AddSr;
using SrPlugin.Inference.Schedulers;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Clip;
using SrPlugin.Networks.ControlNet;
using SrPlugin.Networks.Tagger;
using SrPlugin.Networks.UNet;
using SrPlugin.Testing;
using SrPlugin.Weights;
using static TorchSharp.torch;

namespace SrPlugin.Bench;

/// <summary>
/// AddSR's networks at their real size, filled by a rule instead of files: they cost exactly what the real model costs. Sizes of UNet,
/// VAE and text encoder are SD-Turbo's; UNet and ControlNet have image attention besides.
/// </summary>
internal static class RealSizeAddSrModel
{
    public const string Name = "AddSR size, weights by rule";

    /// <summary>The model.</summary>
    public static AddSrModelParts Create() => Create(
        RealSizeModel.Config("vae", AutoencoderKLConfig.Read),
        RealSizeModel.Config("unet", UNet2DConditionConfig.Read) with { UseImageCrossAttention = true },
        RealSizeModel.Config("text_encoder", CLIPTextConfig.Read),
        new RAMConfig());

    /// <summary>The same sequence of layers with hardly any arithmetic in them.</summary>
    public static AddSrModelParts CreateThin()
    {
        AutoencoderKLConfig vae = RealSizeModel.Config("vae", AutoencoderKLConfig.Read);
        UNet2DConditionConfig unet = RealSizeModel.Config("unet", UNet2DConditionConfig.Read);
        CLIPTextConfig text = RealSizeModel.Config("text_encoder", CLIPTextConfig.Read);
        var tagger = new RAMConfig();
        return Create(
            vae with { BlockOutChannels = [.. vae.BlockOutChannels.Select(_ => 32L)] },
            unet with
            {
                BlockOutChannels = [.. unet.BlockOutChannels.Select(_ => 32L)],
                AttentionHeads = [.. unet.AttentionHeads.Select(_ => 1L)],
                CrossAttentionDim = 32,
                UseImageCrossAttention = true,
                ImageCrossAttentionDim = 32,
            },
            text with { HiddenSize = 32, IntermediateSize = 32, NumAttentionHeads = 1 },
            tagger with
            {
                Swin = tagger.Swin with { EmbedDim = 4, NumHeads = [.. tagger.Swin.NumHeads.Select(_ => 1L)] },
                TagCount = 8,
                EmbeddingSize = 32,
                HiddenSize = 32,
                IntermediateSize = 32,
            });
    }

    private static AddSrModelParts Create(AutoencoderKLConfig vae, UNet2DConditionConfig unet, CLIPTextConfig text, RAMConfig tagger)
    {
        // Built without memory, only to be asked for names and shapes.
        var control = new ControlNetConfig { Encoder = unet with { UpBlockTypes = [] } };
        using var vaeShapes = new AutoencoderKL(vae, META, ScalarType.Float32);
        using var unetShapes = new UNet2DConditionModel(unet, META, ScalarType.Float32);
        using var controlShapes = new ControlNetModel(control, META, ScalarType.Float32);
        using var textShapes = new CLIPTextModel(text, META, ScalarType.Float32);
        using var taggerShapes = new RAM(tagger, META, ScalarType.Float32);
        KeyValuePair<string, IReadOnlyList<long>>[] textWeights = RealSizeModel.ShapesOf(textShapes);
        string[] tags = [.. Enumerable.Range(0, (int)tagger.TagCount).Select(index => $"tag {index}")];
        return new AddSrModelParts
        {
            VaeConfig = vae,
            Vae = new HashRuleWeights("vae", RealSizeModel.ShapesOf(vaeShapes)),
            UNetConfig = unet,
            UNet = new HashRuleWeights("unet", RealSizeModel.ShapesOf(unetShapes)),
            ControlNetConfig = control,
            ControlNet = new HashRuleWeights("controlnet", RealSizeModel.ShapesOf(controlShapes)),
            TextEncoderConfig = text,
            OpenTextEncoder = () => new HashRuleWeights("text_encoder", textWeights),
            Tokenizer = RealSizeModel.StandInTokenizer(),
            Scheduler = RealSizeModel.Config("scheduler", stream => NoiseSchedulerConfig.Parse(new StreamReader(stream).ReadToEnd())),
            TaggerConfig = tagger,
            Tagger = new HashRuleWeights("ram", RealSizeModel.ShapesOf(taggerShapes)),
            // No tag is ever chosen: every run has the same prompt, as a user's runs over one picture have.
            Vocabulary = new TagVocabulary(tags, [.. tags.Select(_ => 1f)]),
        };
    }
}
