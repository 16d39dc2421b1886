using SrPlugin.Weights.Models;

namespace SrPlugin.Weights.Store;

/// <summary>What the installation of a model takes.</summary>
public sealed record InstallPlan
{
    /// <summary>Gets the model.</summary>
    public required CatalogueModel Model { get; init; }

    /// <summary>Gets the entries that are not installed yet: the base first, then the model. Empty when nothing is left to do.</summary>
    public required IReadOnlyList<CatalogueModel> Missing { get; init; }

    /// <summary>Gets the entries whose licences were not accepted yet.</summary>
    public required IReadOnlyList<CatalogueModel> LicencesToAccept { get; init; }

    /// <summary>Gets the bytes that are still to be downloaded; an estimate where sizes are not known.</summary>
    public required long DownloadBytes { get; init; }

    /// <summary>Gets the bytes that the disk must have free.</summary>
    public required long NeededBytes { get; init; }

    /// <summary>Gets the bytes that the disk has free; null when unknown.</summary>
    public required long? FreeBytes { get; init; }

    /// <summary>Gets the required files that a person has to download with a browser.</summary>
    public required IReadOnlyList<CatalogueFile> ManualFiles { get; init; }

    /// <summary>Gets the folder that will hold the model.</summary>
    public required string Folder { get; init; }
}
