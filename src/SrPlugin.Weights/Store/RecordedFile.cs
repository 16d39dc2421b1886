namespace SrPlugin.Weights.Store;

/// <summary>A file as it first arrived.</summary>
/// <param name="Size">The size in bytes.</param>
/// <param name="Sha256">The SHA-256 of the content.</param>
/// <param name="Source">The web address, or the name of the imported file.</param>
/// <param name="Revision">The commit of the repository; null when unknown.</param>
/// <param name="RecordedAt">The time of arrival.</param>
internal sealed record RecordedFile(long Size, string Sha256, string Source, string? Revision, DateTimeOffset RecordedAt);
