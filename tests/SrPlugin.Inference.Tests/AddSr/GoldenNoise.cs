using SrPlugin.Inference.Diffusion;
using SrPlugin.Inference.Tests.S3Diff;
using SrPlugin.Testing;

namespace SrPlugin.Inference.Tests.AddSr;

/// <summary>The random draws that a golden file of AddSR's loop recorded.</summary>
internal static class GoldenNoise
{
    /// <summary>The source of a stream.</summary>
    public static INoiseSource Of(GoldenTensors golden, NoiseStream stream) => new InjectedNoise(golden[stream switch
    {
        NoiseStream.Start => "in.start_noise",
        NoiseStream.Posterior => "in.vae_posterior_noise",
        NoiseStream.FirstRenoise => "in.renoise.999",
        NoiseStream.SecondRenoise => "in.renoise.749",
        _ => "in.renoise.499",
    }]);
}
