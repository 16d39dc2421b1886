using System.Diagnostics;
using SrPlugin.Client;

namespace SrPlugin.Gimp.Tests.Editor;

/// <summary>A GIMP profile, a home and a service endpoint of a test's own: nothing of the user's is seen or touched.</summary>
internal sealed class GimpProfile : IDisposable
{
    public GimpProfile(string engine = "test", GimpVersion? version = null)
    {
        Version = version ?? GimpVersion.Gimp2;

        // The path of a socket may not be long.
        Folder = Directory.CreateTempSubdirectory("srg").FullName;
        foreach (string name in (string[])["home", "run", "gimp/plug-ins", "gimp/brushes", "gimp/gradients", "gimp/patterns", "gimp/palettes", "gimp/fonts", "gimp/dynamics", "gimp/tool-presets"])
            Directory.CreateDirectory(Path.Combine(Folder, name));
        File.SetUnixFileMode(Path.Combine(Folder, "run"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        CopyPlugIn("srplugin-gimp", Version.IsGimp3 ? Installation.Gimp3PlugIn : Installation.PlugIn);
        CopyPlugIn("srplugin-gimp-probe", Installation.Probe);
        string system = Version.SystemPlugIns();
        foreach (string name in Version.PlugIns)
            Directory.CreateSymbolicLink(Path.Combine(Folder, "gimp", "plug-ins", name), Path.Combine(system, name));
        File.WriteAllText(
            Path.Combine(Folder, "gimp", "gimprc"),
            Version.Settings



                            + "(plug-in-path \"${gimp_dir}/plug-ins\")\n(save-session-info no)\n(show-tips no)\n(check-updates "
                                + "no)\n(color-profile-policy keep)\n");
        Variables = new Dictionary<string, string>
        {
            ["HOME"] = Path.Combine(Folder, "home"),
            [Version.Directory] = Path.Combine(Folder, "gimp"),
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
            ["SRPLUGIN_SERVICE_MODELS_FOLDER"] = Models,
            ["SRPLUGIN_GIMP_TRACE"] = Trace,
            ["OMP_WAIT_POLICY"] = "passive",

            // Where GIMP 3 is; HOME is another one here.
            ["GIMP3_SYSTEM"] = Environment.GetEnvironmentVariable("GIMP3_SYSTEM")



                            ?? Path.Combine(
                                Environment.GetEnvironmentVariable("XDG_CACHE_HOME")
                                    ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
                                "srplugin", "debian-13"),

            // Nobody's screen, unless a test brings one.
            ["DISPLAY"] = "",
        };

        // In the folder where GIMP 3 runs there is no .NET: its service runs beside it, and the two meet at the socket.
        if (Version.IsGimp3)
            _ = new SrPluginClient(ServiceOptions).GetModelsAsync(CancellationToken.None).GetAwaiter().GetResult();
    }

    public GimpVersion Version { get; }

    public string Folder { get; }

    /// <summary>Variables for GIMP and everything it starts.</summary>
    public Dictionary<string, string> Variables { get; }

    public string Socket => Path.Combine(Folder, "run", "s.sock");

    /// <summary>What the plug-in did when.</summary>
    public string Trace => Path.Combine(Folder, "trace");

    /// <summary>Where the service looks for models and their catalogue first, and puts the ones that it downloads.</summary>
    public string Models => Path.Combine(Folder, "models");

    private ClientOptions ServiceOptions => new()
    {
        Endpoint = Socket,
        ServicePath = Variables["SRPLUGIN_SERVICE"],
        ServiceEnvironment = Variables.Where(pair => pair.Key.StartsWith("SRPLUGIN_SERVICE_", StringComparison.Ordinal)).ToDictionary(),
    };

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>How GIMP is started, without the arguments that say what it shall do.</summary>
    public ProcessStartInfo Gimp(bool hasWindows, params string[] arguments)
    {
        string[] command = [
            .. Version.Launcher, hasWindows ? Version.Program : Version.ConsoleProgram, .. hasWindows ? Array.Empty<string>() : ["-i"],
            "-d", "-f", "-s", "-n", .. arguments
        ];
        var start = new ProcessStartInfo(command[0], command[1..])
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
        try
        {
            new SrPluginClient(new ClientOptions { Endpoint = Socket, StartsService = false }).ShutdownAsync(CancellationToken.None)
                .GetAwaiter().GetResult();
        }
        catch (IOException)
        {
            // It is gone already.
        }
    }

    private void CopyPlugIn(string name, string from)
    {
        string folder = Path.Combine(Folder, "gimp", "plug-ins", name);
        Directory.CreateDirectory(folder);
        File.Copy(Path.Combine(from, name), Path.Combine(folder, name));
    }
}
