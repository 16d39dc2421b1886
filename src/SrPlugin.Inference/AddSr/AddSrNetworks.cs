using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Diffusion;
using SrPlugin.Inference.Prompts;
using SrPlugin.Inference.Schedulers;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.ControlNet;
using SrPlugin.Networks.Tagger;
using SrPlugin.Networks.UNet;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.AddSr;

/// <summary>The loaded networks of an AddSR model.</summary>
internal sealed class AddSrNetworks : DiffusionNetworks
{
    /// <summary>Takes over everything.</summary>
    /// <param name="device">Where the networks lie.</param>
    /// <param name="vae">In <see cref="DeviceChoice.VaeType"/>.</param>
    /// <param name="unet">In <see cref="DeviceChoice.UNetType"/>.</param>
    /// <param name="controlNet">As the UNet.</param>
    /// <param name="tagger">Looks at pictures.</param>
    /// <param name="taggerNetwork">The tagger's weights, where they can be moved; null where they cannot.</param>
    /// <param name="prompts">The prompt cache.</param>
    /// <param name="scheduler">The noise schedule.</param>
    /// <param name="owned">All networks and opened files; the last one is closed first.</param>
    public AddSrNetworks(
        DeviceChoice device, AutoencoderKL vae, UNet2DConditionModel unet, ControlNetModel controlNet, IImageTagger tagger,
        nn.Module? taggerNetwork,
        PromptEncoder prompts, OneStepScheduler scheduler, Stack<IDisposable> owned)
        : base(device, vae, unet, prompts, scheduler, owned)
    {
        (ControlNet, Tagger, TaggerNetwork) = (controlNet, tagger, taggerNetwork);
        nn.Module[] all = taggerNetwork is null ? [vae, unet, controlNet] : [vae, unet, controlNet, taggerNetwork];
        Residency = new NetworkResidency(device.Device, all, null);
    }

    public ControlNetModel ControlNet { get; }

    public IImageTagger Tagger { get; }

    public nn.Module? TaggerNetwork { get; }

    /// <summary>Which of the networks lie on the device.</summary>
    public NetworkResidency Residency { get; }

    /// <inheritdoc/>
    protected override IEnumerable<nn.Module> DenoisingNetworks => [UNet, ControlNet];

    /// <inheritdoc/>
    public override bool MakeRoom() => base.MakeRoom() | Residency.Tighten();
}
