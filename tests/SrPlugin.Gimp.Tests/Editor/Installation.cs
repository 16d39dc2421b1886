using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>What packaging/gimp/install.sh installs, put below out/ once in a run: the tests use the plug-in as people get it.</summary>
internal static class Installation
{
    private static readonly string Folder = Path.Combine(TestFolders.Root, "out", "gimp-installed");
    private static readonly Lazy<string> Log = new(Install);

    /// <summary>What the installer said.</summary>
    public static string Output => Log.Value;

    public static string PlugIn => Installed("plug-ins/srplugin-gimp");

    public static string Gimp3PlugIn => Installed("gimp3/plug-ins/srplugin-gimp");

    /// <summary>The plug-in that the tests put beside it.</summary>
    public static string Probe => Installed("probe");

    public static string Service => Installed("srplugin/service");

    private static string Installed(string name)
    {
        _ = Log.Value;
        return Path.Combine(Folder, name);
    }

    private static string Install()
    {
        // For who tries one test again and again: what an earlier run installed is good enough.
        if (Environment.GetEnvironmentVariable("SRPLUGIN_GIMP_INSTALLED") is { Length: > 0 })
            return "";
        string output = Run(Path.Combine(TestFolders.Root, "packaging", "gimp", "install.sh"));
        string system = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
        output += Run(
            "dotnet", "publish", Path.Combine(TestFolders.Root, "tests", "SrPlugin.Gimp.Probe"), "-c", "Release", "-o",
            Path.Combine(Folder, "probe"), "-v", "quiet", $"-p:NativeRuntime={system}");
        return output;
    }

    private static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["GIMP2_DIRECTORY"] = Folder;
        start.Environment["GIMP3_DIRECTORY"] = Path.Combine(Folder, "gimp3");
        start.Environment["XDG_DATA_HOME"] = Folder;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, output);
        return output;
    }
}
