using static TorchSharp.torch;

namespace SrPlugin.Inference.Diffusion;

/// <summary>Where a run's standard normal values come from.</summary>
internal interface INoiseSource
{
    /// <summary>The next values, as a float32 tensor on <paramref name="device"/>. The result is the caller's.</summary>
    Tensor Draw(ReadOnlySpan<long> shape, Device device);
}
