using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Model;

/// <summary>
/// The wavelet colour fix as the pipelines apply it (Inference, WaveletColorFix), with gradients: low frequencies come from the source.
/// </summary>
internal static class WaveletFix
{
    private static readonly float[] s_tent = [1 / 16f, 2 / 16f, 1 / 16f, 2 / 16f, 4 / 16f, 2 / 16f, 1 / 16f, 2 / 16f, 1 / 16f];

    /// <summary>restored + low(reference − restored); all [N, 3, H, W].</summary>
    public static Tensor Apply(Tensor restored, Tensor reference)
    {
        using var scope = NewDisposeScope();
        var lowPass = tensor(new[] { s_tent, s_tent, s_tent }.SelectMany(kernel => kernel).ToArray(), [3, 1, 3, 3]);
        var difference = reference - restored;
        for (var radius = 1; radius <= 16; radius *= 2)
        {
            var padded = nn.functional.pad(difference, (radius, radius, radius, radius), PaddingModes.Replicate);
            difference = nn.functional.conv2d(padded, lowPass, null, [1, 1], [0, 0], [radius, radius], 3);
        }

        return restored.Plus(difference).MoveToOuterDisposeScope();
    }
}
