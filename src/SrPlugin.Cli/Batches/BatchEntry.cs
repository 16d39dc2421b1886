using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SrPlugin.Cli.Batches;

/// <summary>What the ledger knows of a picture.</summary>
/// <param name="Item">The picture.</param>
/// <param name="State">How far it is.</param>
/// <param name="Attempts">How often a process began it.</param>
/// <param name="SourceHash">SHA-256 of the file that was worked on; null before.</param>
/// <param name="ResultHash">SHA-256 of the file that was written; null before.</param>
/// <param name="Recipe">Every setting that was used, as JSON; null before.</param>
/// <param name="Seconds">How long it took; null before.</param>
/// <param name="Error">Why it failed; null unless it did.</param>
/// <param name="OwnsOutput">Whether a file that lies at the output is the batch's own.</param>
internal sealed record BatchEntry(
    BatchItem Item, BatchState State, int Attempts, string? SourceHash, string? ResultHash, string? Recipe, double? Seconds, string? Error,
    bool OwnsOutput)
{
    /// <summary>
    /// Gets the name of the temporary file that an attempt writes, beside the output; it is left behind where the process is killed.
    /// </summary>
    /// <param name="attempt">The attempt, from 1.</param>
    public string TemporaryName(int attempt) => string.Create(
        CultureInfo.InvariantCulture,
        $".srplugin-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Item.Name)))[..16]}-{attempt}.tmp");
}
