namespace SrPlugin.Protocol.Presets;

/// <summary>A recipe with a name.</summary>
public sealed record Preset
{
    /// <summary>How scripts ask for it: lower-case letters, digits and '-', at most 64.</summary>
    public required string Name { get; init; }

    /// <summary>What dialogs show.</summary>
    public required string Title { get; init; }

    /// <summary>What it is good for, in a sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>The settings; what it leaves out stays at its default.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Whether it ships with the program.</summary>
    public bool IsBuiltIn { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
