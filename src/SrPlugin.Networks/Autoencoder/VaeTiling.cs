using static TorchSharp.torch;

namespace SrPlugin.Networks.Autoencoder;

/// <summary>
/// How <see cref="AutoencoderKL"/> bounds its memory. Convolutions run band by band of rows over whole feature maps, with the
/// group statistics of the whole map, so a tiled result equals the untiled one up to rounding; only the attention of the middle
/// block is approximated, and only beyond <see cref="AttentionTokenLimit"/>. Needs gradient recording to be off.
/// </summary>
// Differs from upstream: S3Diff's tiled VAE (vaehook) pools group statistics over tiles and attends within each tile.
public sealed record VaeTiling
{
    /// <summary>
    /// Pixels of a feature map, counted at its own resolution, that one band may hold; at least one row is always taken. From 1.
    /// </summary>
    public long BandPixels { get; init; } = 1 << 16;

    /// <summary>Tokens (pixels of the middle feature map) up to which the attention sees the whole map. From 1.</summary>
    public long AttentionTokenLimit { get; init; } = 128 * 128;

    /// <summary>Side of the square attention windows used beyond the limit, in pixels of the middle feature map. From 2.</summary>
    public int AttentionWindow { get; init; } = 96;

    /// <summary>Overlap of neighbouring attention windows, blended linearly; 0 up to half the window.</summary>
    public int AttentionOverlap { get; init; } = 16;

    /// <summary>
    /// Where whole feature maps are kept; null keeps them where the input lies. Bands are computed on the network's device.
    /// </summary>
    public Device? StorageDevice { get; init; }

    /// <summary>
    /// Called before every band, on the computing thread: for progress, and to stop by an exception. A step that needs no bands counts as
    /// one.
    /// </summary>
    public Action? BandStarting { get; init; }

    /// <summary>Reports every fault of the options at once.</summary>
    /// <exception cref="ArgumentException">At least one value is out of its range.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        if (BandPixels < 1)
            faults.Add($"{nameof(BandPixels)} is {BandPixels}, it must be at least 1");
        if (AttentionTokenLimit < 1)
            faults.Add($"{nameof(AttentionTokenLimit)} is {AttentionTokenLimit}, it must be at least 1");
        if (AttentionWindow < 2)
            faults.Add($"{nameof(AttentionWindow)} is {AttentionWindow}, it must be at least 2");
        if (AttentionOverlap < 0 || AttentionOverlap > AttentionWindow / 2)
            faults.Add(
                $"{nameof(AttentionOverlap)} is {AttentionOverlap}, it must be 0 to half of {nameof(AttentionWindow)} "
                    + $"({AttentionWindow / 2})");
        if (faults.Count > 0)
            throw new ArgumentException($"Invalid VAE tiling: {string.Join("; ", faults)}.");
    }
}
