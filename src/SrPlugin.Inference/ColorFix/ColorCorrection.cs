using SrPlugin.Imaging;

namespace SrPlugin.Inference.ColorFix;

/// <summary>Applies the colour fix a job asks for.</summary>
internal static class ColorCorrection
{
    /// <summary>Corrects <paramref name="restored"/> in place and clamps it to 0…1.</summary>
    /// <param name="restored">The network's picture, [3, H, W] in 0…1.</param>
    /// <param name="source">The upsampled source, same shape.</param>
    /// <param name="mode">Which fix.</param>
    public static void Apply(PlanarImage restored, PlanarImage source, ColorFixMode mode) =>
        Apply(restored, channel => source.SelectChannels(channel), mode);

    /// <summary>The same with a source that is made plane by plane, so that it need not be there as a whole.</summary>
    /// <param name="restored">The network's picture, [3, H, W] in 0…1.</param>
    /// <param name="plane">Makes a plane of the upsampled source, [1, H, W]; the colour fix's to use up.</param>
    /// <param name="mode">Which fix.</param>
    public static void Apply(PlanarImage restored, Func<int, PlanarImage> plane, ColorFixMode mode)
    {
        for (int channel = 0; mode != ColorFixMode.None && channel < restored.Channels; channel++)
        {
            switch (mode)
            {
                case ColorFixMode.Wavelet:
                    WaveletColorFix.Apply(restored, channel, plane(channel));
                    break;
                case ColorFixMode.Adain:
                    AdainColorFix.Apply(restored.Plane(channel), plane(channel).Plane(0));
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(mode), mode, "Unknown colour fix.");
            }
        }

        restored.Clamp();
    }
}
