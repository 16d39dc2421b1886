namespace SrPlugin.Weights.Store;

/// <summary>The outcome of an import.</summary>
/// <param name="Folder">The model's folder; null while files are missing.</param>
/// <param name="Recognised">The files that were taken: the path that was given, and the path in the model.</param>
/// <param name="Ignored">The files that belong to no part of the model.</param>
/// <param name="Missing">The files that are still missing; those with sources can be downloaded.</param>
public sealed record ImportResult(
    string? Folder,
    IReadOnlyList<KeyValuePair<string, string>> Recognised, IReadOnlyList<string> Ignored, IReadOnlyList<CatalogueFile> Missing);
