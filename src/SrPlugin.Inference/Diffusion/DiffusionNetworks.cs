using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Prompts;
using SrPlugin.Inference.Schedulers;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.UNet;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Diffusion;

/// <summary>The loaded networks that every family has, with the number format each computes in now.</summary>
internal abstract class DiffusionNetworks : IDisposable
{
    private readonly Stack<IDisposable> _owned;

    /// <summary>Takes over everything.</summary>
    /// <param name="device">Where the networks lie.</param>
    /// <param name="vae">In <see cref="DeviceChoice.VaeType"/>.</param>
    /// <param name="unet">In <see cref="DeviceChoice.UNetType"/>.</param>
    /// <param name="prompts">The prompt cache.</param>
    /// <param name="scheduler">The noise schedule.</param>
    /// <param name="owned">All networks and opened files; the last one is closed first.</param>
    protected DiffusionNetworks(
        DeviceChoice device, AutoencoderKL vae, UNet2DConditionModel unet, PromptEncoder prompts, OneStepScheduler scheduler,
        Stack<IDisposable> owned)
    {
        (Device, Vae, UNet, Prompts, Scheduler, _owned) = (device, vae, unet, prompts, scheduler, owned);
        (VaeType, UNetType) = (device.VaeType, device.UNetType);
    }

    public DeviceChoice Device { get; }

    public AutoencoderKL Vae { get; }

    public UNet2DConditionModel UNet { get; }

    public PromptEncoder Prompts { get; }

    public OneStepScheduler Scheduler { get; }

    /// <summary>The UNet and what computes beside it, in the same number format.</summary>
    protected virtual IEnumerable<nn.Module> DenoisingNetworks => [UNet];

    /// <summary>The VAE's number format now.</summary>
    public ScalarType VaeType { get; private set; }

    /// <summary>Bytes of a number in the VAE.</summary>
    public int VaeElementSize => VaeType == ScalarType.Float32 ? 4 : 2;

    /// <summary>The UNet's number format now.</summary>
    public ScalarType UNetType { get; private set; }

    /// <summary>Widens the VAE to float32 for good: where it overflowed once, it does so again.</summary>
    public void WidenVae() => ConvertVae(ScalarType.Float32);

    /// <summary>Widens the UNet, and what goes with it, to float32 for good.</summary>
    public void WidenUNet() => ConvertUNet(ScalarType.Float32);

    /// <summary>Changes the VAE's number format.</summary>
    /// <param name="type">The format; nothing happens if it is the present one.</param>
    public void ConvertVae(ScalarType type)
    {
        if (type == VaeType)
            return;
        Vae.to(type);
        VaeType = type;
    }

    /// <summary>Changes the number format of the UNet and of what goes with it.</summary>
    /// <param name="type">The format; nothing happens if it is the present one.</param>
    public void ConvertUNet(ScalarType type)
    {
        if (type == UNetType)
            return;
        foreach (var network in DenoisingNetworks)
            network.to(type);
        UNetType = type;
    }

    /// <summary>
    /// Takes weights off the device that the running stage does not need; the text encoder is loaded again when a prompt is new.
    /// </summary>
    /// <returns>Whether there were any.</returns>
    public virtual bool MakeRoom()
    {
        bool isLoaded = Prompts.IsTextEncoderLoaded;
        Prompts.UnloadTextEncoder();
        return isLoaded;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_owned.TryPop(out var item))
            item.Dispose();
    }
}
