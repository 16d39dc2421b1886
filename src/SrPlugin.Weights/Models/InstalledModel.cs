namespace SrPlugin.Weights.Models;

/// <summary>A folder in which a <see cref="ModelStore"/> found a model.</summary>
/// <param name="Id">The folder's name, which is how the model is asked for.</param>
/// <param name="Directory">Its full path.</param>
/// <param name="Manifest">What it says about itself; null for official files without a manifest, or when there is a problem.</param>
/// <param name="Problem">Why it cannot be used; null when nothing is known against it.</param>
public sealed record InstalledModel(string Id, string Directory, ModelManifest? Manifest, string? Problem);
