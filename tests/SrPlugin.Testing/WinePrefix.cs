using System.Diagnostics;

namespace SrPlugin.Testing;

/// <summary>Runs programs for Windows under Wine, in a Windows of its own. What still runs in it ends with it.</summary>
public sealed class WinePrefix : IAsyncDisposable
{
    /// <summary>Environment variable with the folder of the published programs.</summary>
    public const string ProgramsVariable = "SRPLUGIN_WIN_PROGRAMS";

    // Creating the prefix takes most of it. A hang must fail.
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(10);

    // Every Windows from 10 on has this library; Wine has it since version 9. libvips for Windows imports its one function.
    private const string MissingLibrary = """
        LIBRARY bcryptprimitives.dll
        EXPORTS
          ProcessPrng = ADVAPI32.SystemFunction036

        """;

    private const string Linker = "x86_64-w64-mingw32-ld";

    private readonly string _folder = Directory.CreateTempSubdirectory("srplugin-wine-").FullName;

    private WinePrefix()
    {
    }

    /// <summary>Gets the reason why tests that need it are skipped; null where it is there.</summary>
    public static string? Absence { get; } =
        !(IsInstalled("wine") && IsInstalled("wineserver") && IsInstalled(Linker)) ? "Wine or the linker for it is not installed; "
            + "./test.sh --with-wine installs them."
        : PublishedPrograms is null
            ? $"The programs for Windows are not built; ./test.sh --with-wine builds them and names their folder in {ProgramsVariable}."
        : null;

    /// <summary>Gets the folder of the published programs.</summary>
    public static string Programs => PublishedPrograms ?? throw new DirectoryNotFoundException($"{ProgramsVariable} names no folder.");

    /// <summary>Gets what the programs find in their environment besides this process's own.</summary>
    public Dictionary<string, string> Environment { get; } = new()
    {
        ["WINEDEBUG"] = "-all",
        // In the C locale, file names have ASCII's letters only.
        ["LC_ALL"] = "C.UTF-8",
        // Otherwise it wants to download a browser. (Its mscoree.dll must stay: every managed assembly imports it.)
        ["WINEDLLOVERRIDES"] = "mshtml=",
        // .NET maps memory for code twice, writable and executable; freeing such code is a fatal error under Wine 8.
        ["DOTNET_EnableWriteXorExecute"] = "0",
    };

    /// <summary>Gets the folder that is drive C: there.</summary>
    public string DriveC => Path.Combine(_folder, "prefix", "drive_c");

    private static string? PublishedPrograms =>
        System.Environment.GetEnvironmentVariable(ProgramsVariable) is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;

    private static bool IsInstalled(string program) =>
        (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Makes a new Windows.</summary>
    public static async Task<WinePrefix> CreateAsync()
    {
        var prefix = new WinePrefix();
        await prefix.ExecuteAsync("wineboot", ["--init"]);
        await prefix.AddMissingLibraryAsync();
        return prefix;
    }

    /// <summary>Gets a file's path as programs for Windows see it.</summary>
    public static string PathOf(string path) => "Z:" + path.Replace('/', '\\');

    /// <summary>Lets windows be made though nobody sees them: without this, and without an X server, none can be.</summary>
    public async Task DoWithoutScreenAsync()
    {
        await ExecuteAsync("wine", ["reg", "add", @"HKCU\Software\Wine\Drivers", "/v", "Graphics", "/d", "null", "/f"]);

        // Read when its desktop begins.
        await ExecuteAsync("wineserver", ["-k", "-w"]);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its path, or its name among the published programs, or a command of Windows such as cmd.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it returned, and what it wrote to standard output and standard error.</returns>
    public Task<(int Code, string Output, string Error)> RunApartAsync(string program, params string[] arguments)
    {
        string published = Path.Combine(Programs, program);
        return ExecuteAsync("wine", [File.Exists(published) ? published : program, .. arguments]);
    }

    /// <summary>Runs one of the programs to its end.</summary>
    /// <returns>What it returned, and what it said.</returns>
    public async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        (int code, string output, string error) = await RunApartAsync(program, arguments);
        return (code, output + error);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync("wineserver", ["-k", "-w"]);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Adds bcryptprimitives.dll where this Wine has none: it forwards to Wine's own random numbers.</summary>
    private async Task AddMissingLibraryAsync()
    {
        string library = Path.Combine(DriveC, "windows", "system32", "bcryptprimitives.dll"),
        definition = Path.Combine(_folder, "bcryptprimitives.def");
        if (File.Exists(library))
            return;

        await File.WriteAllTextAsync(definition, MissingLibrary);
        (int code, string output, string error) = await ExecuteAsync(Linker, ["-shared", "-o", library, definition]);
        if (code != 0)
            throw new InvalidOperationException($"{Linker} could not make {library}: {output}{error}");
    }

    private async Task<(int Code, string Output, string Error)> ExecuteAsync(string program, string[] arguments)
    {
        // Wine's own server and the service inherit the outputs and keep them open: into files, which nobody has to wait for.
        string said = Path.Combine(_folder, Path.GetRandomFileName());
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >\"$0.out\" 2>\"$0.err\" </dev/null", said, program, .. arguments]);
        foreach ((string name, string value) in Environment)
            start.Environment[name] = value;
        // Otherwise its Documents are the user's own.
        start.Environment["HOME"] = _folder;
        start.Environment["WINEPREFIX"] = Path.Combine(_folder, "prefix");
        start.Environment.Remove("DISPLAY");
        start.Environment.Remove("SRPLUGIN_SOCKET");
        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(_limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, await File.ReadAllTextAsync(said + ".out"), await File.ReadAllTextAsync(said + ".err"));
    }
}
