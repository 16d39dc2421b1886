namespace SrPlugin.Cli.Composition;

/// <summary>The token of the running command.</summary>
/// <param name="Token">Cancelled by the first Ctrl-C.</param>
internal sealed record CommandCancellation(CancellationToken Token);
