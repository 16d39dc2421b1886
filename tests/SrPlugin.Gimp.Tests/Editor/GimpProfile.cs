using System.Diagnostics;

namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>A GIMP profile, a home and a service endpoint of a test's own: nothing of the user's is seen or touched.</summary>
internal sealed class GimpProfile : IDisposable
{
    // Loading a hundred plug-ins that no test calls would take most of the time.
    private static readonly string[] NeededPlugIns = ["script-fu", "file-png", "file-jpeg", "file-tiff"];

    public GimpProfile(string engine = "test")
    {
        // The path of a socket may not be long.
        Folder = Directory.CreateTempSubdirectory("srg").FullName;
        foreach (string name in (string[])["home", "run", "gimp/plug-ins", "gimp/brushes", "gimp/gradients", "gimp/patterns", "gimp/palettes", "gimp/fonts", "gimp/dynamics", "gimp/tool-presets"])
            Directory.CreateDirectory(Path.Combine(Folder, name));
        File.SetUnixFileMode(Path.Combine(Folder, "run"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Link("srplugin-gimp", Installation.PlugIn);
        Link("srplugin-gimp-probe", TestFolders.Output("tests/SrPlugin.Gimp.Probe"));
        foreach (string name in NeededPlugIns)
            Link(name, Path.Combine(SystemPlugIns(), name));
        File.WriteAllText(Path.Combine(Folder, "gimp", "gimprc"), "(plug-in-path \"${gimp_dir}/plug-ins\")\n(save-session-info no)\n(show-tips no)\n(check-updates no)\n");
        Variables = new Dictionary<string, string>
        {
            ["HOME"] = Path.Combine(Folder, "home"),
            ["GIMP2_DIRECTORY"] = Path.Combine(Folder, "gimp"),
            ["XDG_RUNTIME_DIR"] = Path.Combine(Folder, "run"),
            ["XDG_CONFIG_HOME"] = Path.Combine(Folder, "home", ".config"),
            ["XDG_STATE_HOME"] = Path.Combine(Folder, "home", ".local", "state"),
            ["XDG_CACHE_HOME"] = Path.Combine(Folder, "home", ".cache"),
            ["XDG_DATA_HOME"] = Path.Combine(Folder, "home", ".local", "share"),
            ["SRPLUGIN_SOCKET"] = Socket,
            ["SRPLUGIN_SERVICE"] = engine == "test"
                ? Path.Combine(TestFolders.Output("tests/SrPlugin.TestService"), "srplugin-test-service")
                : Path.Combine(Installation.Service, "srplugin-service"),
            ["SRPLUGIN_SERVICE_EXIT_IDLE_TIME"] = "120",
            ["SRPLUGIN_GIMP_TRACE"] = Trace,
            ["OMP_WAIT_POLICY"] = "passive",

            // Nobody's screen, unless a test brings one.
            ["DISPLAY"] = "",
        };
    }

    public string Folder { get; }

    /// <summary>Variables for GIMP and everything it starts.</summary>
    public Dictionary<string, string> Variables { get; }

    public string Socket => Path.Combine(Folder, "run", "s.sock");

    /// <summary>What the plug-in did when.</summary>
    public string Trace => Path.Combine(Folder, "trace");

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>How GIMP is started, without the arguments that say what it shall do.</summary>
    public ProcessStartInfo Gimp(params string[] arguments)
    {
        var start = new ProcessStartInfo("gimp", ["-d", "-f", "-s", "-n", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Folder,
        };
        foreach ((string name, string value) in Variables)
            start.Environment[name] = value;
        return start;
    }

    public void Dispose()
    {
        StopService();
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // A process that is just ending may still write; the folder lies among the temporary files.
        }
    }

    private void StopService()
    {
        if (!File.Exists(Socket))
            return;
        var options = new Client.ClientOptions { Endpoint = Socket, StartsService = false };
        try
        {
            new Client.SrPluginClient(options).ShutdownAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (IOException)
        {
            // It is gone already.
        }
    }

    private void Link(string name, string target)
    {
        if (!Directory.Exists(target))
            throw new DirectoryNotFoundException($"{target} is missing. Build the solution, and install GIMP 2.10 (packaging/linux/gimp-packages.txt).");
        Directory.CreateSymbolicLink(Path.Combine(Folder, "gimp", "plug-ins", name), target);
    }

    private static string SystemPlugIns() =>
        Directory.GetDirectories("/usr/lib", "gimp", SearchOption.TopDirectoryOnly)
            .Concat(Directory.GetDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "gimp")))
            .Select(folder => Path.Combine(folder, "2.0", "plug-ins"))
            .FirstOrDefault(Directory.Exists)
        ?? throw new DirectoryNotFoundException("GIMP 2.10 is not installed: packaging/linux/gimp-packages.txt lists what is needed.");
}
