using SrPlugin.Imaging;

namespace SrPlugin.Inference.ColorFix;

/// <summary>Applies the colour fix a job asks for.</summary>
internal static class ColorCorrection
{
    /// <summary>Corrects <paramref name="restored"/> in place and clamps it to 0…1.</summary>
    /// <param name="restored">The network's picture, [3, H, W] in 0…1.</param>
    /// <param name="source">The upsampled source, same shape.</param>
    /// <param name="mode">Which fix.</param>
    public static void Apply(PlanarImage restored, PlanarImage source, ColorFixMode mode)
    {
        switch (mode)
        {
            case ColorFixMode.None:
                break;
            case ColorFixMode.Wavelet:
                WaveletColorFix.Apply(restored, source);
                break;
            case ColorFixMode.Adain:
                AdainColorFix.Apply(restored, source);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(mode), mode, "Unknown colour fix.");
        }

        Parallel.For(0, restored.Height, y =>
        {
            for (int c = 0; c < restored.Channels; c++)
            {
                foreach (ref float value in restored.Row(c, y))
                    value = Math.Clamp(value, 0f, 1f);
            }
        });
    }
}
