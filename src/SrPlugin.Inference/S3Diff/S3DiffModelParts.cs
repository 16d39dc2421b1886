using SrPlugin.Inference.Schedulers;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Clip;
using SrPlugin.Networks.Degradation;
using SrPlugin.Networks.UNet;
using SrPlugin.Weights;

namespace SrPlugin.Inference.S3Diff;

/// <summary>
/// Everything an S3Diff model is made of, wherever it comes from: files, memory, or a rule. Weights carry the
/// published key names. The sources are owned by the pipeline that is built from this.
/// </summary>
public sealed record S3DiffModelParts
{
    /// <summary>Sizes of the VAE.</summary>
    public required AutoencoderKLConfig VaeConfig { get; init; }

    /// <summary>Weights of the VAE; read again when a fold changes.</summary>
    public required WeightsSource Vae { get; init; }

    /// <summary>Sizes of the UNet.</summary>
    public required UNet2DConditionConfig UNetConfig { get; init; }

    /// <summary>Weights of the UNet; read again when a fold changes.</summary>
    public required WeightsSource UNet { get; init; }

    /// <summary>Sizes of the text encoder; null for a UNet that reads no prompt.</summary>
    public required CLIPTextConfig? TextEncoderConfig { get; init; }

    /// <summary>
    /// Opens the weights of the text encoder; called whenever new prompts need it, and what it returns is closed after loading. Null
    /// without one.
    /// </summary>
    public required Func<WeightsSource>? OpenTextEncoder { get; init; }

    /// <summary>The text encoder's tokenizer; null without one.</summary>
    public required CLIPTokenizer? Tokenizer { get; init; }

    /// <summary>Prompts that are embedded while loading: the ones jobs will most likely ask for.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [S3DiffOptions.DefaultPositivePrompt, S3DiffOptions.DefaultNegativePrompt];

    /// <summary>
    /// The smallest of 1, 2 and 4 times a picture's size at which the model can work; null for a model made for four times alone.
    /// </summary>
    public int? WorkingScale { get; init; }

    /// <summary>The noise schedule.</summary>
    public required NoiseSchedulerConfig Scheduler { get; init; }

    /// <summary>The S3Diff checkpoint: LoRA, embeddings and the UNet's first convolution.</summary>
    public required WeightsSource Adapter { get; init; }

    /// <summary>Sizes of the degradation estimator.</summary>
    public DEResNetConfig EstimatorConfig { get; init; } = new();

    /// <summary>Weights of the degradation estimator; null for a model without one, whose scores must be given.</summary>
    public WeightsSource? Estimator { get; init; }
}
