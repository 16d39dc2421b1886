namespace SrPlugin.Cli.Diagnostics;

/// <summary>One line of a report.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Value">What was found.</param>
/// <param name="IsFault">Whether something is missing or broken.</param>
/// <param name="Remedy">What to do about a fault.</param>
internal sealed record Finding(string Name, string Value, bool IsFault = false, string? Remedy = null);
