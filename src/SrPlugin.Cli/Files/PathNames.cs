namespace SrPlugin.Cli.Files;

/// <summary>When two full paths name one file.</summary>
internal static class PathNames
{
    /// <summary>Without regard to case where the file system usually has none.</summary>
    public static StringComparer Comparer { get; } =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
}
