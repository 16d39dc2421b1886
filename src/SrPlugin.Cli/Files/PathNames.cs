namespace SrPlugin.Cli.Files;

/// <summary>When two full paths name one file.</summary>
internal static class PathNames
{
    /// <summary>Without regard to case where the file system usually has none.</summary>
    public static StringComparer Comparer { get; } =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>What stands for standard input and standard output.</summary>
    public const string StandardStream = "-";

    /// <summary>Gets the file behind links, as a full path.</summary>
    public static string Resolve(string path) =>
        path == StandardStream
            ? path
            : (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(path);
}
