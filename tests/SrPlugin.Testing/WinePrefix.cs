using System.Diagnostics;

namespace SrPlugin.Testing;

/// <summary>Runs programs for Windows under Wine, in a Windows of its own. What still runs in it ends with it.</summary>
public sealed class WinePrefix : IAsyncDisposable
{
    /// <summary>Environment variable with the folder of the published programs.</summary>
    public const string ProgramsVariable = "SRPLUGIN_WIN_PROGRAMS";

    // Creating the prefix takes most of it. A hang must fail.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    private readonly string _folder = Directory.CreateTempSubdirectory("srplugin-wine-").FullName;

    /// <summary>Why tests that need it are skipped; null where it is there.</summary>
    public static string? Absence { get; } =
        !IsInstalled ? "Wine is not installed; ./test.sh --with-wine installs it."
        : Programs is null ? $"The programs for Windows are not built; ./test.sh --with-wine builds them and names their folder in {ProgramsVariable}."
        : null;

    private static bool IsInstalled =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "wine")) && File.Exists(Path.Combine(folder, "wineserver")));

    private static string? Programs => Environment.GetEnvironmentVariable(ProgramsVariable) is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;

    private WinePrefix()
    {
    }

    /// <summary>Makes a new Windows.</summary>
    public static async Task<WinePrefix> CreateAsync()
    {
        var prefix = new WinePrefix();
        await prefix.ExecuteAsync("wineboot", ["--init"]);
        return prefix;
    }

    /// <summary>Lets windows be made though nobody sees them: without this, and without an X server, none can be.</summary>
    public async Task DoWithoutScreenAsync()
    {
        await ExecuteAsync("wine", ["reg", "add", @"HKCU\Software\Wine\Drivers", "/v", "Graphics", "/d", "null", "/f"]);

        // Read when its desktop begins.
        await ExecuteAsync("wineserver", ["-k", "-w"]);
    }

    /// <summary>Runs one of the programs to its end.</summary>
    /// <returns>What it returned, and what it said.</returns>
    public Task<(int Code, string Output)> RunAsync(string program, params string[] arguments) => ExecuteAsync("wine", [Path.Combine(Programs!, program), .. arguments]);

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync("wineserver", ["-k", "-w"]);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<(int Code, string Output)> ExecuteAsync(string program, string[] arguments)
    {
        // Wine's own server and the service inherit the outputs and keep them open: into a file, which nobody has to wait for.
        string said = Path.Combine(_folder, Path.GetRandomFileName());
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >\"$0\" 2>&1 </dev/null", said, program, .. arguments]);
        start.Environment["WINEPREFIX"] = Path.Combine(_folder, "prefix");
        start.Environment["WINEDEBUG"] = "-all";
        // Otherwise it wants to download a browser. (Its mscoree.dll must stay: every managed assembly imports it.)
        start.Environment["WINEDLLOVERRIDES"] = "mshtml=";
        // .NET maps memory for code twice, writable and executable; freeing such code is a fatal error under Wine 8.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["SRPLUGIN_SERVICE"] = "Z:" + Path.Combine(Programs!, "srplugin-test-service.exe").Replace('/', '\\');
        start.Environment.Remove("DISPLAY");
        start.Environment.Remove("SRPLUGIN_SOCKET");
        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, await File.ReadAllTextAsync(said));
    }
}
