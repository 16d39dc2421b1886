using SrPlugin.Trainer.RealEsrgan;

namespace SrPlugin.Trainer.Papers;

/// <summary>What a paper's training reads: photos, crops, and how they are degraded.</summary>
public sealed record PaperData
{
    /// <summary>The folders of photos.</summary>
    public IReadOnlyList<PhotoFolder> Photos { get; init; } = [];

    /// <summary>Side of the crops, pixels.</summary>
    public int CropSize { get; init; } = 512;

    /// <summary>Crops that are degraded together.</summary>
    public int BatchSize { get; init; } = 4;

    /// <summary>Photos with fewer pixels are passed over.</summary>
    public int FewestPixels { get; init; } = 384 * 384;

    /// <summary>Files with fewer bytes are passed over.</summary>
    public int FewestBytes { get; init; } = 100 * 1024;

    /// <summary>Memory for photos that were read before, megabytes.</summary>
    public int CacheMegabytes { get; init; } = 2048;

    /// <summary>How crops are degraded.</summary>
    public RealEsrganOptions Degradation { get; init; } = new();

    internal IEnumerable<string> Faults()
    {
        if (Photos.Count == 0)
            yield return "data.photos names no folder";
        if (Photos.Any(folder => folder.First < 0))
            yield return "data.photos.first must not be negative";
        if (CropSize < 32 || CropSize % (8 * Degradation.Factor) != 0)
            yield return $"data.cropSize {CropSize} must be a multiple of {8 * Degradation.Factor}";
        if (BatchSize < 1 || FewestPixels < 0 || FewestBytes < 0 || CacheMegabytes < 0)
            yield return "data.batchSize must be at least 1, fewestPixels, fewestBytes and cacheMegabytes not negative";
        foreach (var fault in Degradation.Faults())
            yield return "data.degradation." + fault;
    }
}
