namespace SrPlugin.Weights.Store;

/// <summary>One file of a <see cref="CatalogueModel"/>.</summary>
public sealed record CatalogueFile
{
    /// <summary>
    /// Gets the path in the model's folder, with '/'. A checkpoint whose path ends in <c>.safetensors</c> is converted when it arrives.
    /// </summary>
    public string Path { get; init; } = "";

    /// <summary>Gets the size in bytes: exact where <see cref="Sha256"/> is given, an estimate otherwise.</summary>
    public long Size { get; init; }

    /// <summary>Gets the SHA-256 of the file as it is published; null where it is not known and the first download records it.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Gets the web addresses, best first; empty where a person has to download the file with a browser.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Gets the page where a person finds the file.</summary>
    public string? Page { get; init; }

    /// <summary>Gets what the content must look like.</summary>
    public FileSignature Signature { get; init; } = new();

    /// <summary>Gets a value indicating whether the weights may be stored in bfloat16.</summary>
    public bool CanBeHalved { get; init; }

    /// <summary>Gets a value indicating whether the model works without the file.</summary>
    public bool IsOptional { get; init; }
}
