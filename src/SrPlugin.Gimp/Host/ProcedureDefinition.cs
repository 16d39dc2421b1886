namespace SrPlugin.Gimp.Host;

/// <summary>A procedure as it is registered with the editor.</summary>
internal sealed record ProcedureDefinition
{
    /// <summary>Its name for scripts.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence.</summary>
    public required string Blurb { get; init; }

    /// <summary>All a script's author needs to know.</summary>
    public required string Help { get; init; }

    /// <summary>What the menu calls it; null keeps it out of the menus.</summary>
    public string? MenuLabel { get; init; }

    /// <summary>Where the menu has it.</summary>
    public string? MenuPath { get; init; }

    /// <summary>What it takes.</summary>
    public required IReadOnlyList<ProcedureArgument> Arguments { get; init; }

    /// <summary>What it returns.</summary>
    public IReadOnlyList<ProcedureArgument> Returns { get; init; } = [];
}
