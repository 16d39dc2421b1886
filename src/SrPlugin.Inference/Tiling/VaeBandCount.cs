using SrPlugin.Networks.Autoencoder;

namespace SrPlugin.Inference.Tiling;

/// <summary>How many bands an encoder or decoder pass is made of: near enough for a progress bar.</summary>
internal static class VaeBandCount
{
    /// <summary>Bands of one pass over a picture.</summary>
    /// <param name="vae">The VAE's sizes.</param>
    /// <param name="pixels">Pixels of the picture.</param>
    /// <param name="bandPixels">Pixels of a band.</param>
    public static int Estimate(AutoencoderKLConfig vae, long pixels, long bandPixels)
    {
        long count = 0;
        for (int level = 0; level < vae.BlockOutChannels.Count; level++)
        {
            long bands = Math.Max(1, (pixels >> (2 * level)) / bandPixels);

            // Two segments a residual block and one to change the size; a segment in bands is passed twice, for its statistics first.
            count += ((2 * (vae.LayersPerBlock + 1)) + 1) * (bands == 1 ? 1 : 2 * bands);
        }

        return (int)Math.Clamp(count, 1, int.MaxValue / 4096);
    }
}
