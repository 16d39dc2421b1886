using System.Text.Json;

namespace SrPlugin.Weights.Tests;

/// <summary>Where the golden files lie.</summary>
internal static class Golden
{
    public static string Folder { get; } = Environment.GetEnvironmentVariable("SRPLUGIN_GOLDEN_DIR") is { Length: > 0 } given
        ? given
        : Path.Combine(RepositoryRoot(), "tests", "fixtures", "golden");

    public static string File(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>A JSON file as Python writes it, NaN included.</summary>
    public static JsonDocument Json(params string[] parts) =>
        JsonDocument.Parse(System.IO.File.ReadAllText(File(parts)).Replace(": NaN", ": null", StringComparison.Ordinal));

    public static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "SrPlugin.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("SrPlugin.sln is in no folder above the tests.");
        return folder;
    }
}
