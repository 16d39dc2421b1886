namespace SrPlugin.Weights.Store;

/// <summary>A file that a person gave for an import.</summary>
/// <param name="Name">What the person calls it: its path, or its path inside the given folder or archive.</param>
/// <param name="Path">Where its bytes are.</param>
internal sealed record ImportedFile(string Name, string Path);
