namespace SrPlugin.Weights.Store;

/// <summary>A file that has arrived whole.</summary>
/// <param name="Size">The size in bytes.</param>
/// <param name="Sha256">The SHA-256 of the content.</param>
/// <param name="Source">The place it came from.</param>
public sealed record DownloadedFile(long Size, string Sha256, DownloadSource Source);
