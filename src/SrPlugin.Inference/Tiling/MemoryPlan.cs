using SrPlugin.Networks.Autoencoder;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tiling;

/// <summary>
/// How a run is cut up so that it fits the device: bands of the VAE (exact), latent tiles of the UNet, and, beyond the memory of the
/// machine, regions of the VAE with blended borders.
/// </summary>
internal sealed record MemoryPlan
{
    private const int DefaultTilePixels = 768;
    private const int SmallestLatentTile = 16;
    private const long SmallestBand = 1 << 12;
    private const long CpuBand = 1 << 17;
    private const long CudaBand = 1 << 21;

    /// <summary>Side of a UNet tile in latent cells.</summary>
    public required int LatentTileSize { get; init; }

    /// <summary>Overlap of UNet tiles in latent cells.</summary>
    public required int LatentTileOverlap { get; init; }

    /// <summary>The VAE's bands.</summary>
    public required VaeTiling VaeTiling { get; init; }

    /// <summary>Most pixels of the picture that the VAE sees at once; more are cut into regions.</summary>
    public required long VaeRegionPixels { get; init; }

    /// <summary>Plans a run.</summary>
    /// <param name="latentTileSize">As the user set it; null for the default.</param>
    /// <param name="latentTileOverlap">As the user set it; null for the default.</param>
    /// <param name="vae">The VAE's sizes.</param>
    /// <param name="isCpu">Whether feature maps and arithmetic share one memory.</param>
    /// <param name="elementSize">Bytes of a number in the VAE.</param>
    /// <param name="budget">Bytes that feature maps may take on the device.</param>
    /// <param name="hostBudget">Bytes that feature maps may take in the machine's memory.</param>
    /// <param name="pixels">Pixels of the padded picture.</param>
    public static MemoryPlan Create(
        int? latentTileSize, int? latentTileOverlap, AutoencoderKLConfig vae, bool isCpu, int elementSize, long budget, long hostBudget,
        long pixels)
    {
        long pixelBytes = BytesPerPixel(vae, elementSize);
        bool fits = pixels * pixelBytes <= budget;
        int tile = latentTileSize ?? Math.Max(8, DefaultTilePixels / vae.LatentStride);
        var tiling = new VaeTiling { BandPixels = isCpu ? CpuBand : CudaBand };
        return new MemoryPlan
        {
            LatentTileSize = tile,
            LatentTileOverlap = latentTileOverlap ?? tile / 3,

            // A map that outgrows a GPU is kept in the machine's memory and visits the GPU band by band.
            VaeTiling = isCpu || fits ? tiling : tiling with { StorageDevice = CPU },
            VaeRegionPixels = Math.Max((isCpu ? budget : hostBudget) / pixelBytes, 1 << 16),
        };
    }

    /// <summary>The next smaller plan.</summary>
    /// <param name="isCpu">Whether feature maps and arithmetic share one memory.</param>
    /// <param name="latentCells">Cells of the whole latent.</param>
    /// <param name="vae">The VAE's sizes.</param>
    /// <returns>Null when nothing can be made smaller.</returns>
    public MemoryPlan? Smaller(bool isCpu, long latentCells, AutoencoderKLConfig vae)
    {
        int tile = Math.Min(LatentTileSize, (int)Math.Ceiling(Math.Sqrt(latentCells)));
        long pixels = latentCells * vae.LatentStride * vae.LatentStride;
        bool canTile = tile > SmallestLatentTile;
        bool canBand = VaeTiling.BandPixels > SmallestBand;
        bool canMove = !isCpu && VaeTiling.StorageDevice is null;
        bool canSplit = (isCpu || !canMove) && Math.Min(VaeRegionPixels, pixels) > SmallestBand * 16;
        if (!canTile && !canBand && !canMove && !canSplit)
            return null;
        int smallerTile = canTile ? Math.Max(SmallestLatentTile, tile / 2) : tile;
        return this with
        {
            LatentTileSize = smallerTile,
            LatentTileOverlap = Math.Min(LatentTileOverlap, smallerTile / 2),
            VaeTiling = VaeTiling with
            {
                BandPixels = canBand ? Math.Max(SmallestBand, VaeTiling.BandPixels / 4) : VaeTiling.BandPixels,
                AttentionTokenLimit = Math.Max(VaeTiling.AttentionWindow * VaeTiling.AttentionWindow, VaeTiling.AttentionTokenLimit / 2),
                StorageDevice = isCpu ? VaeTiling.StorageDevice : CPU,
            },
            VaeRegionPixels = canSplit ? Math.Max(SmallestBand * 16, Math.Min(VaeRegionPixels, pixels) / 2) : VaeRegionPixels,
        };
    }

    /// <summary>
    /// Bytes of feature maps for each pixel of the picture at the VAE's peak: at full size, a map of the second level's channels, just
    /// enlarged, lives beside three of the first level's.
    /// </summary>
    internal static long BytesPerPixel(AutoencoderKLConfig vae, int elementSize)
    {
        if (vae.PatchSize > 1)
            return 4 * vae.InChannels * elementSize; // picture, latent with its variances, and one copy
        long first = vae.BlockOutChannels[0];
        long second = vae.BlockOutChannels[Math.Min(1, vae.BlockOutChannels.Count - 1)];
        return (second + (3 * first)) * elementSize;
    }
}
