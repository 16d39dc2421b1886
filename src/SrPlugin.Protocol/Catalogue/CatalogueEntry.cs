namespace SrPlugin.Protocol.Catalogue;

/// <summary>A model that the service can install, or has installed.</summary>
public sealed record CatalogueEntry
{
    /// <summary>Gets the model's id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what the model is good for.</summary>
    public required string Description { get; init; }

    /// <summary>Gets the family: <c>s3diff</c> or <c>addsr</c>.</summary>
    public required string Family { get; init; }

    /// <summary>Gets a value indicating whether the model is installed.</summary>
    public required bool IsInstalled { get; init; }

    /// <summary>Gets how far a running installation is; null when none runs.</summary>
    public InstallationProgress? Installation { get; init; }

    /// <summary>Gets the bytes that are still to be downloaded, the base's included; an estimate.</summary>
    public long DownloadBytes { get; init; }

    /// <summary>Gets the bytes that the disk must have free.</summary>
    public long NeededBytes { get; init; }

    /// <summary>Gets the bytes that the disk has free; null when unknown.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>Gets the licences that a person has to accept before the installation; empty when they were accepted.</summary>
    public IReadOnlyList<LicenceTerms> Licences { get; init; } = [];

    /// <summary>Gets the files that a person has to download with a browser and import.</summary>
    public IReadOnlyList<ManualFile> ManualFiles { get; init; } = [];
}
