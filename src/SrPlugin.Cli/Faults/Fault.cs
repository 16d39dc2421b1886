namespace SrPlugin.Cli.Faults;

/// <summary>A failure as the user sees it.</summary>
/// <param name="Code">What the process returns for it.</param>
/// <param name="Message">What failed, with the values.</param>
/// <param name="Remedy">What the user can do; null where the message says it.</param>
internal sealed record Fault(ExitCode Code, string Message, string? Remedy = null)
{
    /// <summary>
    /// Gets a value indicating whether the next pictures of a batch would fail in the same way: the disk is full, or there is no service.
    /// </summary>
    public bool IsOfAll { get; init; }
}
