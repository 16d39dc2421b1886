namespace SrPlugin.Weights.Store;

/// <summary>One place from which a file can be downloaded.</summary>
/// <param name="Address">The web address.</param>
/// <param name="Size">The exact size in bytes; null when unknown.</param>
/// <param name="Sha256">The SHA-256 that the content must have; null when unknown.</param>
/// <param name="Revision">The commit of the repository; null when unknown.</param>
public sealed record DownloadSource(Uri Address, long? Size = null, string? Sha256 = null, string? Revision = null);
