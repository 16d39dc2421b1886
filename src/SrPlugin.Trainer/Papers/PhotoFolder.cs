namespace SrPlugin.Trainer.Papers;

/// <summary>A folder of photos of a recipe, with all folders below it.</summary>
public sealed record PhotoFolder
{
    /// <summary>The folder.</summary>
    public required string Folder { get; init; }

    /// <summary>How many photos are taken, the first in the order of their paths; 0 for all.</summary>
    public int First { get; init; }
}
