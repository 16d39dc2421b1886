using SrPlugin.Weights;

namespace SrPlugin.Testing;

/// <summary>
/// The folder of golden data: <c>SRPLUGIN_GOLDEN_DIR</c>, or the fixtures of this repository. Another set of the same layout can be
/// swapped in, so tests read every size from the configuration files.
/// </summary>
public static class GoldenFolder
{
    /// <summary>Environment variable that points at another set.</summary>
    public const string Variable = "SRPLUGIN_GOLDEN_DIR";

    /// <summary>The root, which holds sd/ and s3diff/.</summary>
    public static string Root { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder
        ? folder
        : Fixture("golden");

    /// <summary>Path of a file under the root.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>Opens a file under the root for reading.</summary>
    public static Stream OpenRead(string relative) => File.OpenRead(PathOf(relative));

    /// <summary>Opens a weights file under the root.</summary>
    public static WeightsSource OpenWeights(string relative) => WeightsSource.Open(PathOf(relative));

    /// <summary>Path of a file under tests/fixtures.</summary>
    public static string Fixture(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SrPlugin.sln")))
                return Path.Combine(folder.FullName, "tests", "fixtures", relative);
        }
        throw new DirectoryNotFoundException(
            $"No folder above {AppContext.BaseDirectory} holds SrPlugin.sln; set {Variable} to the golden folder.");
    }
}
