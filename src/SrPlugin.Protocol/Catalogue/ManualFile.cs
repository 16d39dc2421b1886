namespace SrPlugin.Protocol.Catalogue;

/// <summary>A file that can only be downloaded with a browser.</summary>
/// <param name="Path">Its path in the model.</param>
/// <param name="Page">The page to open.</param>
public sealed record ManualFile(string Path, string? Page);
