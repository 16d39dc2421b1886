using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Diffusion;
using SrPlugin.Inference.Prompts;
using SrPlugin.Inference.Schedulers;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Degradation;
using SrPlugin.Networks.Lora;
using SrPlugin.Networks.UNet;

namespace SrPlugin.Inference.S3Diff;

/// <summary>The loaded networks of an S3Diff model.</summary>
internal sealed class S3DiffNetworks : DiffusionNetworks
{
    /// <summary>Takes over everything.</summary>
    /// <param name="device">Where the networks lie.</param>
    /// <param name="vae">In <see cref="DeviceChoice.VaeType"/>.</param>
    /// <param name="unet">In <see cref="DeviceChoice.UNetType"/>.</param>
    /// <param name="adapter">The LoRA of both.</param>
    /// <param name="estimator">In float32; null when the model has none.</param>
    /// <param name="prompts">The prompt cache.</param>
    /// <param name="scheduler">The noise schedule.</param>
    /// <param name="owned">All networks and opened files; the last one is closed first.</param>
    public S3DiffNetworks(
        DeviceChoice device, AutoencoderKL vae, UNet2DConditionModel unet, S3DiffAdapter adapter, DEResNet? estimator,
        PromptEncoder prompts,
        OneStepScheduler scheduler, Stack<IDisposable> owned)
        : base(device, vae, unet, prompts, scheduler, owned) => (Adapter, Estimator) = (adapter, estimator);

    public S3DiffAdapter Adapter { get; }

    public DEResNet? Estimator { get; }

    /// <summary>What the sides of a picture must be divisible by: latent stride times the UNet's own.</summary>
    public int SizeMultiple => Vae.Config.LatentStride << (UNet.Config.BlockOutChannels.Count - 1);
}
