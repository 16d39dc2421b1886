using System.Diagnostics;

namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>What packaging/gimp/install.sh installs, put below out/ once in a run: the tests use the plug-in as people get it.</summary>
internal static class Installation
{
    private static readonly string Folder = Path.Combine(TestFolders.Root, "out", "gimp-installed");
    private static readonly Lazy<string> Log = new(Install);

    /// <summary>What the installer said.</summary>
    public static string Output => Log.Value;

    public static string PlugIn => Installed("plug-ins/srplugin-gimp");

    public static string Service => Installed("srplugin/service");

    private static string Installed(string name)
    {
        _ = Log.Value;
        return Path.Combine(Folder, name);
    }

    private static string Install()
    {
        var start = new ProcessStartInfo(Path.Combine(TestFolders.Root, "packaging", "gimp", "install.sh")) { RedirectStandardError = true };
        start.Environment["GIMP2_DIRECTORY"] = Folder;
        start.Environment["XDG_DATA_HOME"] = Folder;
        using Process process = Process.Start(start)!;
        string output = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, output);
        return output;
    }
}
