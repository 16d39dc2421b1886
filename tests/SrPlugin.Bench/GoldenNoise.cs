using SrPlugin.Inference.Diffusion;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Bench;

/// <summary>The draw that the authors' run made.</summary>
internal sealed class GoldenNoise(GoldenTensors golden) : INoiseSource
{
    public Tensor Draw(ReadOnlySpan<long> shape, Device device)
    {
        using var scope = NewDisposeScope();
        return golden.Float("noise").reshape(shape.ToArray()).to(device).MoveToOuterDisposeScope();
    }
}
