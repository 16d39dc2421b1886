namespace SrPlugin.Networks.Lora;

/// <summary>Sizes of an <see cref="S3DiffAdapter"/>; the defaults are those of the published s3diff.pkl.</summary>
public sealed record S3DiffAdapterConfig
{
    /// <summary>Rank of the UNet's adapters.</summary>
    public long UNetLoraRank { get; init; } = 32;

    /// <summary>Rank of the VAE encoder's adapters.</summary>
    public long VaeLoraRank { get; init; } = 16;

    /// <summary>Number of Fourier frequencies per score.</summary>
    public long FourierFeatures { get; init; } = 64;

    /// <summary>Channels of the degradation embedding.</summary>
    public long DegradationFeatures { get; init; } = 256;

    /// <summary>Channels of a block embedding.</summary>
    public long BlockFeatures { get; init; } = 64;
}
