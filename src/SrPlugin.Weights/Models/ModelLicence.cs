namespace SrPlugin.Weights.Models;

/// <summary>Under which terms a model's weights may be used.</summary>
public sealed record ModelLicence
{
    /// <summary>SPDX identifier where there is one, else the licence's own name.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it allows and forbids, in words for users.</summary>
    public string Terms { get; init; } = "";

    /// <summary>Where the full text is; null when it lies beside the manifest.</summary>
    public string? Url { get; init; }
}
