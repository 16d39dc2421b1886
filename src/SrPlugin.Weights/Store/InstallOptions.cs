namespace SrPlugin.Weights.Store;

/// <summary>How a model is installed.</summary>
public sealed record InstallOptions
{
    /// <summary>Gets a value indicating whether the user accepts the licences of the model and of its base.</summary>
    public bool AcceptsLicences { get; init; }

    /// <summary>
    /// Gets a value indicating whether large weights are stored in bfloat16: half the space, at a small loss of accuracy.
    /// </summary>
    public bool Halves { get; init; }

    /// <summary>Gets a value indicating whether a file may differ from the one that was recorded at an earlier download.</summary>
    public bool AcceptsChanges { get; init; }
}
