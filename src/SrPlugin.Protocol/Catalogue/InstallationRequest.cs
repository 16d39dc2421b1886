namespace SrPlugin.Protocol.Catalogue;

/// <summary>The body of a request to install a model.</summary>
public sealed record InstallationRequest
{
    /// <summary>Gets a value indicating whether a person accepted every licence of the <see cref="CatalogueEntry"/>.</summary>
    public bool AcceptLicences { get; init; }

    /// <summary>Gets a value indicating whether large weights are stored in bfloat16.</summary>
    public bool Halves { get; init; }
}
