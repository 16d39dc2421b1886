namespace SrPlugin.Cli.Files;

/// <summary>The files a command works on.</summary>
/// <param name="Files">At least one.</param>
/// <param name="IsSingleFile">Whether the user named exactly one file, so that the output may be a file too.</param>
internal sealed record InputSet(IReadOnlyList<string> Files, bool IsSingleFile)
{
    /// <summary>Gets the pictures of folders and patterns that cannot be read.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}
