namespace SrPlugin.PaintDotNet.Tests;

/// <summary>The checkout that the tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Debug or Release: where this assembly lies.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The service's program.</summary>
    public static string Service => Path.Combine(Root, "src", "SrPlugin.Service", "bin", Configuration, "net10.0", "srplugin-service");

    /// <summary>Gets the program of the service with the test engine.</summary>
    public static string TestService =>
        Path.Combine(Root, "tests", "SrPlugin.TestService", "bin", Configuration, "net10.0", "srplugin-test-service");

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SrPlugin.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds SrPlugin.sln.");
    }
}
