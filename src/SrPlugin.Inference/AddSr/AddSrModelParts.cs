using SrPlugin.Inference.Schedulers;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Clip;
using SrPlugin.Networks.ControlNet;
using SrPlugin.Networks.Tagger;
using SrPlugin.Networks.UNet;
using SrPlugin.Weights;

namespace SrPlugin.Inference.AddSr;

/// <summary>
/// Everything an AddSR model is made of, wherever it comes from: files, memory, or a rule. Weights carry the published key names. The
/// sources are read while loading and closed then.
/// </summary>
public sealed record AddSrModelParts
{
    /// <summary>Sizes of the VAE.</summary>
    public required AutoencoderKLConfig VaeConfig { get; init; }

    /// <summary>Weights of the VAE.</summary>
    public required WeightsSource Vae { get; init; }

    /// <summary>Sizes of the UNet, which has image attention.</summary>
    public required UNet2DConditionConfig UNetConfig { get; init; }

    /// <summary>Weights of the UNet.</summary>
    public required WeightsSource UNet { get; init; }

    /// <summary>Sizes of the ControlNet.</summary>
    public required ControlNetConfig ControlNetConfig { get; init; }

    /// <summary>Weights of the ControlNet.</summary>
    public required WeightsSource ControlNet { get; init; }

    /// <summary>Sizes of the text encoder.</summary>
    public required CLIPTextConfig TextEncoderConfig { get; init; }

    /// <summary>Opens the weights of the text encoder; what it returns is closed after loading.</summary>
    public required Func<WeightsSource> OpenTextEncoder { get; init; }

    /// <summary>The text encoder's tokenizer.</summary>
    public required CLIPTokenizer Tokenizer { get; init; }

    /// <summary>The noise schedule.</summary>
    public required NoiseSchedulerConfig Scheduler { get; init; }

    /// <summary>Sizes of the tagger.</summary>
    public required RAMConfig TaggerConfig { get; init; }

    /// <summary>Weights of the tagger.</summary>
    public required WeightsSource Tagger { get; init; }

    /// <summary>The tagger's low-rank changes for degraded pictures (DAPE); null for a tagger that needs none.</summary>
    public WeightsSource? Dape { get; init; }

    /// <summary>The tagger's words.</summary>
    public required TagVocabulary Vocabulary { get; init; }
}
