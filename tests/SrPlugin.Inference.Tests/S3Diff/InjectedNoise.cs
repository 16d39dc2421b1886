using SrPlugin.Inference.Diffusion;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tests.S3Diff;

/// <summary>Noise that a golden file recorded.</summary>
internal sealed class InjectedNoise(Tensor noise) : INoiseSource
{
    public Tensor Draw(ReadOnlySpan<long> shape, Device device)
    {
        shape.ToArray().ShouldBe(noise.shape);
        return noise.clone();
    }
}
