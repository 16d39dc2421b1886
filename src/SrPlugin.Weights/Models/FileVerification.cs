namespace SrPlugin.Weights.Models;

/// <summary>Whether one file of a model is what its manifest says.</summary>
/// <param name="File">What the manifest says.</param>
/// <param name="Problem">What is wrong and what can be done; null when the file is right.</param>
public sealed record FileVerification(ModelFile File, string? Problem);
