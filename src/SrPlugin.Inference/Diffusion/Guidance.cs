using SrPlugin.Networks.Layers;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Diffusion;

/// <summary>Classifier-free guidance over prompts that went through the network as one batch.</summary>
internal static class Guidance
{
    /// <summary>neg + scale · (pos − neg), as both families' upstream has it; a batch of one as it is.</summary>
    /// <param name="output">[2, L, h, w], the positive prompt's first, or [1, L, h, w]; borrowed.</param>
    /// <param name="scale">The guidance scale.</param>
    /// <returns>[1, L, h, w], the caller's.</returns>
    public static Tensor Combine(Tensor output, double scale)
    {
        if (output.shape[0] == 1)
            return output.alias();
        using var scope = NewDisposeScope();
        var positive = output.narrow(0, 0, 1);
        var negative = output.narrow(0, 1, 1);
        return negative.Plus((positive - negative).Times(scale)).MoveToOuterDisposeScope();
    }
}
