namespace SrPlugin.Cli.Commands;

/// <summary>One picture of an <see cref="UpscalePlan"/>.</summary>
/// <param name="Input">The file that is read.</param>
/// <param name="Output">The file that is written.</param>
/// <param name="Comparison">Where before and after are drawn; null for nowhere.</param>
/// <param name="ChangeMap">Where the changes are drawn; null for nowhere.</param>
internal sealed record UpscaleItem(string Input, string Output, string? Comparison, string? ChangeMap)
{
    /// <summary>Gets the name of the temporary file that becomes the output; null for one of no meaning.</summary>
    public string? TemporaryName { get; init; }
}
