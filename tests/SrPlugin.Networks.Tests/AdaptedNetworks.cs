using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Lora;
using SrPlugin.Networks.UNet;
using SrPlugin.Testing;
using SrPlugin.Weights;

namespace SrPlugin.Networks.Tests;

/// <summary>VAE and UNet of the golden folder with the S3Diff adapter attached.</summary>
internal sealed class AdaptedNetworks : IDisposable
{
    private readonly WeightsSource _vaeWeights = Networks.OpenVae();
    private readonly WeightsSource _unetWeights = Networks.OpenUNet();

    public AdaptedNetworks()
    {
        Vae = Networks.LoadVae();
        UNet = Networks.LoadUNet();
        using var checkpoint = GoldenFolder.OpenWeights(Networks.S3Diff);
        Adapter = S3DiffAdapter.Load(checkpoint, Vae, _vaeWeights, UNet, _unetWeights);
    }

    public AutoencoderKL Vae { get; }

    public UNet2DConditionModel UNet { get; }

    public S3DiffAdapter Adapter { get; }

    public void Dispose()
    {
        Adapter.Dispose();
        Vae.Dispose();
        UNet.Dispose();
        _vaeWeights.Dispose();
        _unetWeights.Dispose();
    }
}
