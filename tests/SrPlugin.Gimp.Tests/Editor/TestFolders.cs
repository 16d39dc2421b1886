namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>Where things lie in the checkout.</summary>
internal static class TestFolders
{
    public static string Root { get; } = FindRoot();

    /// <summary>The configuration these tests were built with.</summary>
    private static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string Output(string project) => Path.Combine(Root, project, "bin", Configuration, "net10.0");

    public static string Picture(string name) => Path.Combine(Root, "tests", "fixtures", "images", name);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SrPlugin.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds SrPlugin.sln.");
    }
}
