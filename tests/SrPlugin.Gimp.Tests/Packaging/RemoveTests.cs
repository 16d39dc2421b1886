using System.Diagnostics;
using SrPlugin.Gimp.Tests.Editor;

namespace SrPlugin.Gimp.Tests.Packaging;

/// <summary>packaging/gimp/remove.sh, in a home of its own.</summary>
public sealed class RemoveTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("srg").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void Remove_ServiceRuns_EndsItFirst()
    {
        string service = Path.Combine(_home, "data", "srplugin", "service", "srplugin-service");
        Directory.CreateDirectory(Path.GetDirectoryName(service)!);
        File.Copy("/usr/bin/sleep", service);
        using Process running = Process.Start(service, "600");
        using Process other = Process.Start("/usr/bin/sleep", "600");
        try
        {
            Run("remove.sh");

            running.WaitForExit(TimeSpan.FromSeconds(10)).ShouldBeTrue("nothing runs from a folder that is gone");
            File.Exists(service).ShouldBeFalse();
            other.HasExited.ShouldBeFalse();
        }
        finally
        {
            running.Kill();
            other.Kill();
        }
    }

    [Fact]
    public void Remove_All_TakesSettingsTooAndOnlyThen()
    {
        string settings = Path.Combine(_home, "config", "srplugin", "service.json");
        Directory.CreateDirectory(Path.GetDirectoryName(settings)!);
        File.WriteAllText(settings, "{}");

        Run("remove.sh");
        File.Exists(settings).ShouldBeTrue();
        Run("remove.sh", "--all");
        File.Exists(settings).ShouldBeFalse();
    }

    [Fact]
    public void Remove_SeveralGimps_AreAllCleaned()
    {
        string[] folders = [
            .. ((string[])["2.10", "3.0", "3.2"])
                .Select(series => Path.Combine(_home, "config", "GIMP", series, "plug-ins", "srplugin-gimp"))
        ];
        string other = Path.Combine(_home, "config", "GIMP", "2.8", "plug-ins", "srplugin-gimp");
        foreach (string folder in (string[])[.. folders, other])
            Directory.CreateDirectory(folder);

        Run("remove.sh");

        folders.ShouldAllBe(folder => !Directory.Exists(folder));
        Directory.Exists(other).ShouldBeTrue("the plug-in never was made for that series");
    }

    private void Run(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Path.Combine(TestFolders.Root, "packaging", "gimp", script), arguments) { RedirectStandardOutput = true };
        start.Environment["HOME"] = _home;
        start.Environment["XDG_DATA_HOME"] = Path.Combine(_home, "data");
        start.Environment["XDG_CONFIG_HOME"] = Path.Combine(_home, "config");
        start.Environment.Remove("GIMP2_DIRECTORY");
        start.Environment.Remove("GIMP3_DIRECTORY");
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, output);
    }
}
