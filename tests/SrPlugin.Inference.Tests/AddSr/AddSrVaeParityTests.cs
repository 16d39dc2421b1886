using SrPlugin.Networks.Autoencoder;
using SrPlugin.Testing;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tests.AddSr;

/// <summary>Large pictures through the VAE: what the authors' tiled decoder approximates, ours computes exactly.</summary>
[Trait("Kind", "Parity")]
public sealed class AddSrVaeParityTests(AddSrGoldenModel model) : IClassFixture<AddSrGoldenModel>
{
    private const double Tolerance = 3e-4;

    [Theory]
    [InlineData(null)]
    [InlineData(600L)]
    [InlineData(40_000L)]
    public void Decode_InBandsOfAnySize_EqualsTheUntiledDecoder(long? bandPixels)
    {
        using var golden = new GoldenTensors("addsr/g-tiled-vae-decoder.safetensors");
        using var gradients = no_grad();

        using var decoded = model.Pipeline.Networks.Vae.decode(
            golden["in.latent"], bandPixels is { } pixels ? new VaeTiling { BandPixels = pixels } : null);

        TensorComparer.MaxErrorOverDeviation(decoded, golden["out.untiled"]).ShouldBeLessThan(Tolerance);
    }
}
