namespace SrPlugin.Cli.Batches;

/// <summary>A picture that a batch is asked to do.</summary>
/// <param name="Name">Its path below the folder that was named: how the ledger knows it.</param>
/// <param name="Input">The file.</param>
/// <param name="Output">Where its result goes.</param>
internal sealed record BatchItem(string Name, string Input, string Output);
