namespace SrPlugin.Protocol.Catalogue;

/// <summary>The models that the service can install.</summary>
/// <param name="Models">The models, by id.</param>
public sealed record CatalogueList(IReadOnlyList<CatalogueEntry> Models);
