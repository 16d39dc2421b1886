namespace SrPlugin.Protocol.Catalogue;

/// <summary>A finished installation: the data of its <c>completed</c> event.</summary>
/// <param name="Id">The model's id, to be named in recipes.</param>
/// <param name="Folder">The model's folder.</param>
public sealed record InstallationResult(string Id, string Folder);
