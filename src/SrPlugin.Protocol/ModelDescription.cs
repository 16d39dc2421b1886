namespace SrPlugin.Protocol;

/// <summary>A model that the service can use.</summary>
public sealed record ModelDescription
{
    /// <summary>How it is asked for.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>What it is good for.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its family: <c>s3diff</c> or <c>addsr</c>; decides which controls apply.</summary>
    public required string Family { get; init; }

    /// <summary>Name of its licence.</summary>
    public string Licence { get; init; } = "";

    /// <summary>What the licence says, in short.</summary>
    public string LicenceTerms { get; init; } = "";

    /// <summary>Bytes of its files.</summary>
    public long Bytes { get; init; }

    /// <summary>What it wants instead of the controls' defaults.</summary>
    public Recipe? Defaults { get; init; }

    /// <summary>Whether recipes without a model get this one.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Gets a value indicating whether the model came with the program.</summary>
    public bool IsBuiltIn { get; init; }

    /// <summary>Whether it is in memory.</summary>
    public bool IsResident { get; init; }

    /// <summary>Why it cannot be used; null when nothing is known against it.</summary>
    public string? Problem { get; init; }
}
