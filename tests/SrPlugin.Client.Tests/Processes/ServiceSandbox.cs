using System.Diagnostics;
using SrPlugin.Protocol;

namespace SrPlugin.Client.Tests.Processes;

/// <summary>A folder of its own for a real service with the test engine: socket, logs, settings. The service ends with it.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
internal sealed class ServiceSandbox : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("srplugin-client-").FullName;

    public ServiceSandbox(params string[] serviceArguments) => Options = new ClientOptions
    {
        Endpoint = Path.Combine(_folder, "s"),
        ServicePath = Path.Combine(AppContext.BaseDirectory, "srplugin-test-service"),
        ServiceArguments = ["--log-folder", Path.Combine(_folder, "logs"), .. serviceArguments],
        ServiceEnvironment = new Dictionary<string, string> { ["XDG_CONFIG_HOME"] = _folder },
        // What a busy machine takes must not matter; tests that wait for a limit set their own.
        StartTimeout = TimeSpan.FromMinutes(5),
        HangTimeout = TimeSpan.FromMinutes(5),
    };

    public ClientOptions Options { get; }

    /// <summary>How many services ever listened here.</summary>
    public int CountStarts() =>
        Directory.EnumerateFiles(Path.Combine(_folder, "logs"))
            .Sum(file => File.ReadLines(file).Count(line => line.Contains(" listens on ", StringComparison.Ordinal)));

    /// <summary>How to start the probe, a host in a process of its own, for this sandbox.</summary>
    public ProcessStartInfo Probe(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "srplugin-client-probe"), arguments) { RedirectStandardOutput = true };
        start.Environment["SRPLUGIN_SOCKET"] = Options.Endpoint;
        start.Environment["SRPLUGIN_SERVICE"] = Options.ServicePath;
        foreach ((string name, string value) in Options.ServiceEnvironment)
            start.Environment[name] = value;
        return start;
    }

    public static void Kill(int id, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>A job of a picture of shades.</summary>
    public static async Task<UpscaleResult> UpscaleAsync(
        SrPluginClient client, string? prompt = null, IProgress<JobProgress>? progress = null)
    {
        var request = new JobRequest
        {
            Width = 40,
            Height = 30,
            Channels = 4,
            SampleFormat = SampleFormat.UInt8,
            Recipe = new Recipe { Scale = 2, Prompt = prompt },
        };
        byte[] pixels = [.. Enumerable.Range(0, (int)request.PixelBytes).Select(i => (byte)(i / 7))];
        return await client.UpscaleAsync(request, pixels, default, progress, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await new SrPluginClient(Options with { HangTimeout = TimeSpan.FromSeconds(20) }).ShutdownAsync(CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }
}
