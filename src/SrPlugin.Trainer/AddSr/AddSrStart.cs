using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Inference.Schedulers;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Clip;
using SrPlugin.Networks.ControlNet;
using SrPlugin.Networks.Layers;
using SrPlugin.Networks.Loading;
using SrPlugin.Networks.Lora;
using SrPlugin.Networks.UNet;
using SrPlugin.Trainer.Model;
using SrPlugin.Trainer.Randomness;
using SrPlugin.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.AddSr;

/// <summary>
/// Where training starts: from a small S3Diff with its LoRA folded in, as the authors start from Stable Diffusion. The ControlNet is a
/// copy of the UNet's way down and adds nothing yet; the image attention neither.
/// </summary>
internal sealed class AddSrStart : IDisposable
{
    private const int FirstTimestep = 999;
    private const float ConditioningGain = 2.7f;

    public AddSrStart(AddSrRecipe recipe, long tokenChannels)
    {
        var parts = S3DiffModelFiles.Open(Weights.Models.ModelFolder.Open(recipe.Base));
        using var vaeWeights = parts.Vae;
        using var unetWeights = parts.UNet;
        using var adapterWeights = parts.Adapter;
        using var estimatorWeights = parts.Estimator;
        Parts = parts;
        Vae = new AutoencoderKL(parts.VaeConfig, CPU, ScalarType.Float32);
        using var unet = new UNet2DConditionModel(parts.UNetConfig, CPU, ScalarType.Float32);
        StrictLoader.Load(Vae, vaeWeights);
        StrictLoader.Load(unet, unetWeights);
        using (var adapter = S3DiffAdapter.Load(adapterWeights, Vae, vaeWeights, unet, unetWeights))
            adapter.Fold((float)recipe.BaseBlur, (float)recipe.BaseNoise, CancellationToken.None);

        if (parts is not { TextEncoderConfig: { } textConfig, OpenTextEncoder: { } openText, Tokenizer: { } tokenizer })
            throw new ArgumentException($"The base {recipe.Base} reads no prompt, which AddSR needs. Choose another one.", nameof(recipe));
        Tokenizer = tokenizer;
        Text = new CLIPTextModel(textConfig, CPU, ScalarType.Float32);
        using (var text = openText())
            StrictLoader.Load(Text, text);

        UNetConfig = parts.UNetConfig with { UseImageCrossAttention = true, ImageCrossAttentionDim = tokenChannels };
        ControlNetConfig = new ControlNetConfig
        {
            Encoder = UNetConfig with { UpBlockTypes = [] },
            ConditioningEmbeddingOutChannels = ConditioningChannels,
        };
        Pair = new NetworkPair(UNetConfig, ControlNetConfig);
        Fill(
            Pair.UNet, unet.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter),
            new SeededRandom(recipe.Seed, 0xA55));
        Fill(
            Pair.ControlNet, Pair.UNet.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter),
            new SeededRandom(recipe.Seed, 0xA56));
        Rescale(new OneStepScheduler(parts.Scheduler));
    }

    /// <summary>The text encoder's tokenizer.</summary>
    public CLIPTokenizer Tokenizer { get; }

    /// <summary>One layer of the condition embedding for every halving of the VAE.</summary>
    public static IReadOnlyList<long> ConditioningChannels { get; } = [16, 32, 64];

    /// <summary>
    /// scheduler_config.json: √(1 − ᾱ) is 0.050, 0.038, 0.026 and 0.014 at the four timesteps. Stable Diffusion's schedule would multiply
    /// the UNet's error by 15 in the first step; with this little noise a small network learns within minutes to leave none of it.
    /// </summary>
    public static JsonObject SchedulerConfig() => new()
    {
        ["_class_name"] = "DDPMScheduler",
        ["beta_end"] = 4.75e-6,
        ["beta_schedule"] = "linear",
        ["beta_start"] = 2.5e-7,
        ["clip_sample"] = false,
        ["num_train_timesteps"] = 1000,
        ["prediction_type"] = "epsilon",
    };

    /// <summary>The base model's configurations and tokenizer; its weights are closed.</summary>
    public S3DiffModelParts Parts { get; }

    public AutoencoderKL Vae { get; }

    public CLIPTextModel Text { get; }

    public UNet2DConditionConfig UNetConfig { get; }

    public ControlNetConfig ControlNetConfig { get; }

    public NetworkPair Pair { get; }

    public OneStepScheduler Scheduler { get; } = new(NoiseSchedulerConfig.Parse(SchedulerConfig().ToJsonString()));

    public void Dispose()
    {
        Vae.Dispose();
        Text.Dispose();
        Pair.Dispose();
    }

    private static void Fill(nn.Module network, Dictionary<string, Tensor> known, SeededRandom random)
    {
        var drawn = new StartingWeights(network.named_parameters().Select(pair => (pair.name, pair.parameter.shape)), 1, random);
        foreach (var (name, parameter) in network.named_parameters())
        {
            var into = MemoryMarshal.Cast<byte, float>(parameter.bytes);
            if (known.TryGetValue(name, out var value))
                value.bytes.CopyTo(parameter.bytes);
            else if (name.StartsWith("controlnet_down_blocks.", StringComparison.Ordinal)
                || name.StartsWith("controlnet_mid_block.", StringComparison.Ordinal) ||
                     (
                         name.Contains("image_attentions.", StringComparison.Ordinal)
                             && name.Contains(".proj_out.", StringComparison.Ordinal)))
                into.Clear();
            else
            {
                drawn.Values[name].CopyTo(into);
                // Seven layers without a norm: what a picture says must arrive as strong as what the latent says.
                if (name.StartsWith("controlnet_cond_embedding.", StringComparison.Ordinal)
                    && name.EndsWith(".weight", StringComparison.Ordinal))
                {
                    foreach (ref var each in into)
                        each *= ConditioningGain;
                }
            }
        }
    }

    // The base restores g·z − h·output from an untouched latent z and decodes g·z to z's picture; here clean = (x − σ·output)/√ᾱ, and
    // the decoder gets what the encoder gave. Both agree on a latent without noise once the factors have moved into the weights.
    private void Rescale(OneStepScheduler old)
    {
        var alpha = (double)old.AlphasCumprod[old.LastTimestep];
        var (gain, share) = (1 / Math.Sqrt(alpha), Math.Sqrt((1 - alpha) / alpha));
        var first = (double)Scheduler.AlphasCumprod[FirstTimestep];
        using var grad = no_grad();
        foreach (var (name, parameter) in Vae.named_parameters().Where(pair => pair.name == "post_quant_conv.weight"))
            parameter.MultiplyInPlace(gain);
        foreach (
            var (name, parameter) in Pair.UNet.named_parameters().Where(
                pair => pair.name.StartsWith("conv_out.", StringComparison.Ordinal)))
            parameter.MultiplyInPlace(share / gain * Math.Sqrt(first / (1 - first)));
    }
}
