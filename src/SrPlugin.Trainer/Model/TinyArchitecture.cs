using System.Text;
using System.Text.Json.Nodes;
using SrPlugin.Inference.Schedulers;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Clip;
using SrPlugin.Networks.Degradation;
using SrPlugin.Networks.Lora;
using SrPlugin.Networks.UNet;

namespace SrPlugin.Trainer.Model;

/// <summary>
/// Sizes of the networks of a small S3Diff. The condition is a picture enlarged ×4, so a latent stride of 4 loses nothing and
/// nearly all arithmetic runs at the source's own resolution, as in networks made for super resolution alone.
/// </summary>
public sealed record TinyArchitecture
{
    /// <summary>Channels of the VAE's levels, finest first; three levels make the stride 4.</summary>
    public IReadOnlyList<int> VaeChannels { get; init; } = [8, 16, 48];

    /// <summary>
    /// Above 1: a VAE without layers. The latent is the picture, every square of this side as its frequencies (<see cref="PatchStart"/>).
    /// </summary>
    public int PatchSize { get; init; } = 1;

    /// <summary>Channels of the latent, at least 3; with patches 3 times the square of their side.</summary>
    public int LatentChannels { get; init; } = 24;

    /// <summary>Channels of the UNet's levels.</summary>
    public IReadOnlyList<int> UNetChannels { get; init; } = [64, 64];

    /// <summary>Residual blocks of a UNet level on the way down; one more on the way up.</summary>
    public int UNetLayers { get; init; } = 2;

    /// <summary>Attention heads of the UNet's middle.</summary>
    public int AttentionHeads { get; init; } = 2;

    /// <summary>Whether the UNet's middle attends to the picture and the prompt. Without, there is no text encoder either.</summary>
    public bool Attention { get; init; } = true;

    /// <summary>Whether the UNet normalises every pixel over its channels, instead of groups of channels over the whole map.</summary>
    public bool LayerNorm { get; init; }

    /// <summary>Groups of the UNet's normalisations. The VAE's have one: its constant channels must reach all others.</summary>
    public int NormGroups { get; init; } = 8;

    /// <summary>Width of the text encoder.</summary>
    public int TextChannels { get; init; } = 64;

    /// <summary>Layers of the text encoder.</summary>
    public int TextLayers { get; init; } = 2;

    /// <summary>Merges of the CLIP vocabulary that the tokenizer keeps.</summary>
    public int TextMerges { get; init; } = 1486;

    /// <summary>Rank of the degradation LoRA in UNet and VAE.</summary>
    public int LoraRank { get; init; } = 8;

    /// <summary>Channels of the degradation estimator's stages.</summary>
    public IReadOnlyList<int> EstimatorChannels { get; init; } = [24, 24, 32, 48];

    /// <summary>Every fault of these values, empty when there is none.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (VaeChannels.Count != 3 || VaeChannels.Any(channels => channels < 8))
            faults.Add("vaeChannels must be three numbers of at least 8 (the latent stride is 4)");
        if (PatchSize < 1 || (PatchSize > 1 && LatentChannels != 3 * PatchSize * PatchSize))
            faults.Add($"latentChannels {LatentChannels} must be 3 times the square of patchSize {PatchSize}");
        if (LatentChannels < 3)
            faults.Add($"latentChannels {LatentChannels} is below 3");
        if (UNetChannels.Count < 1 || UNetChannels.Any(channels => channels < 8))
            faults.Add("unetChannels must be numbers of at least 8");
        else if (AttentionHeads < 1 || UNetChannels.Any(channels => channels % AttentionHeads != 0))
            faults.Add($"attentionHeads {AttentionHeads} must divide the UNet's channels");
        if (NormGroups < 1 || UNetChannels.Any(channels => channels % NormGroups != 0))
            faults.Add($"normGroups {NormGroups} must divide the UNet's channels");
        if (UNetLayers < 1 || TextLayers < 1 || LoraRank < 1)
            faults.Add("unetLayers, textLayers and loraRank must be at least 1");
        if (TextChannels < 4 || TextChannels % 4 != 0)
            faults.Add($"textChannels {TextChannels} must be a multiple of 4");
        if (TextMerges is < 0 or > 48894)
            faults.Add($"textMerges {TextMerges} is outside 0…48894");
        if (EstimatorChannels.Count != 4 || EstimatorChannels.Any(channels => channels < 4))
            faults.Add("estimatorChannels must be four numbers of at least 4");
        return faults;
    }

    /// <summary>config.json of the VAE, as diffusers writes it.</summary>
    public JsonObject VaeConfig() => PatchSize > 1 ? PatchConfig() : new()
    {
        ["_class_name"] = "AutoencoderKL",
        ["act_fn"] = "silu",
        ["block_out_channels"] = Array(VaeChannels),
        ["down_block_types"] = Repeat("DownEncoderBlock2D", VaeChannels.Count),
        ["in_channels"] = 3,
        ["latent_channels"] = LatentChannels,
        ["layers_per_block"] = 1,
        ["mid_block_add_attention"] = false,
        ["norm_num_groups"] = 1,
        ["out_channels"] = 3,
        ["scaling_factor"] = 1.0,
        ["up_block_types"] = Repeat("UpDecoderBlock2D", VaeChannels.Count),
    };

    /// <summary>config.json of the UNet. Only its middle attends: elsewhere attention would cost more than all convolutions.</summary>
    public JsonObject UNetConfig()
    {
        var config = UNetWithAttention();
        if (!Attention)
            config["mid_block_type"] = "UNetMidBlock2D";
        if (LayerNorm)
        {
            // A large epsilon: small signals keep their amplitude, by which the network tells noise from detail.
            config["norm_type"] = "layer_norm";
            config["norm_eps"] = 0.3;
        }

        return config;
    }

    private JsonObject PatchConfig() => new()
    {
        ["_class_name"] = "AutoencoderKL",
        ["in_channels"] = 3,
        ["latent_channels"] = LatentChannels,
        ["out_channels"] = 3,
        ["patch_size"] = PatchSize,
        ["scaling_factor"] = 1.0,
    };

    private JsonObject UNetWithAttention() => new()
    {
        ["_class_name"] = "UNet2DConditionModel",
        ["act_fn"] = "silu",
        ["attention_head_dim"] = AttentionHeads,
        ["block_out_channels"] = Array(UNetChannels),
        ["cross_attention_dim"] = TextChannels,
        ["down_block_types"] = Repeat("DownBlock2D", UNetChannels.Count),
        ["in_channels"] = LatentChannels,
        ["layers_per_block"] = UNetLayers,
        ["norm_eps"] = 1e-5,
        ["norm_num_groups"] = NormGroups,
        ["out_channels"] = LatentChannels,
        ["up_block_types"] = Repeat("UpBlock2D", UNetChannels.Count),
        ["use_linear_projection"] = true,
    };

    /// <summary>config.json of the text encoder.</summary>
    public JsonObject TextConfig() => new()
    {
        ["hidden_act"] = "gelu",
        ["hidden_size"] = TextChannels,
        ["intermediate_size"] = 4 * TextChannels,
        ["layer_norm_eps"] = 1e-5,
        ["max_position_embeddings"] = 77,
        ["model_type"] = "clip_text_model",
        ["num_attention_heads"] = 4,
        ["num_hidden_layers"] = TextLayers,
        ["vocab_size"] = VocabularySize,
    };

    /// <summary>
    /// scheduler_config.json. Stable Diffusion's schedule would multiply the UNet's error by 15 in one step; this one ends at
    /// ᾱ = ½, where the step is restored = √2·latent − output: a plain residual, which trains from scratch. With patches it ends at 0.8:
    /// half of the output is then the residual, and the decoder takes the latent's factor back.
    /// </summary>
    public JsonObject SchedulerConfig() => new()
    {
        ["_class_name"] = "DDPMScheduler",
        ["beta_end"] = PatchSize > 1 ? 0.000436 : 0.001286,
        ["beta_schedule"] = "linear",
        ["beta_start"] = PatchSize > 1 ? 0.00001 : 0.0001,
        ["clip_sample"] = false,
        ["num_train_timesteps"] = 1000,
        ["prediction_type"] = "epsilon",
    };

    /// <summary>config.json of the estimator, in the names of its published constructor.</summary>
    public JsonObject EstimatorConfig() => new()
    {
        ["num_in_ch"] = 3,
        ["num_degradation"] = 2,
        ["degradation_embed_size"] = 64,
        ["num_feats"] = Array(EstimatorChannels),
        ["num_blocks"] = new JsonArray(1, 1, 1, 1),
        ["downscales"] = new JsonArray(1, 1, 2, 1),
    };

    /// <summary>Bytes, bytes that end a word, merges, and the two marks.</summary>
    internal int VocabularySize => 512 + TextMerges + 2;

    internal AutoencoderKLConfig Vae() => AutoencoderKLConfig.Read(Stream(VaeConfig()));

    internal UNet2DConditionConfig UNet() => UNet2DConditionConfig.Read(Stream(UNetConfig()));

    internal CLIPTextConfig Text() => CLIPTextConfig.Read(Stream(TextConfig()));

    internal DEResNetConfig Estimator() => DEResNetConfig.Read(Stream(EstimatorConfig()));

    internal NoiseSchedulerConfig Scheduler() => NoiseSchedulerConfig.Parse(SchedulerConfig().ToJsonString());

    internal S3DiffAdapterConfig Adapter() =>
        new() { UNetLoraRank = LoraRank, VaeLoraRank = LoraRank, FourierFeatures = 16, DegradationFeatures = 64, BlockFeatures = 32 };

    private static MemoryStream Stream(JsonObject json) => new(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static JsonArray Array(IEnumerable<int> values) => [.. values.Select(value => (JsonNode)value)];

    private static JsonArray Repeat(string text, int count) => [.. Enumerable.Repeat(text, count).Select(value => (JsonNode)value)];
}
