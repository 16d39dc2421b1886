using System.Diagnostics;
using System.Globalization;
using SrPlugin.Protocol;

namespace SrPlugin.Client.Soak;

/// <summary>A folder of its own for services with the test engine.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("srplugin-soak-").FullName;

    public Sandbox() => Options = new ClientOptions
    {
        Endpoint = Path.Combine(_folder, "s"),
        ServicePath = Path.Combine(AppContext.BaseDirectory, "srplugin-test-service"),
        ServiceArguments = ["--log-folder", Path.Combine(_folder, "logs")],
        ServiceEnvironment = new Dictionary<string, string> { ["XDG_CONFIG_HOME"] = _folder },
    };

    public ClientOptions Options { get; }

    /// <summary>How many services ever listened here.</summary>
    public int CountStarts() =>
        Directory.EnumerateFiles(Path.Combine(_folder, "logs"))
            .Sum(file => File.ReadLines(file).Count(line => line.Contains(" listens on ", StringComparison.Ordinal)));

    /// <summary>The services of this folder that live: exactly one, or none.</summary>
    public IReadOnlyList<int> Services() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out int id) ? id : 0)
            .Where(
                id =>
                    id > 0 && CommandLine(id).Split('\0') is [var program, ..] line && program == Options.ServicePath
                        && line.Contains(Path.Combine(_folder, "logs"))),
    ];

    public static void Kill(int id, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public static (JobRequest Request, byte[] Pixels) Picture(int width, int height, string? prompt = null)
    {
        var request = new JobRequest
        {
            Width = width,
            Height = height,
            Channels = 4,
            SampleFormat = SampleFormat.UInt8,
            Recipe = new Recipe { Mode = "restore", Prompt = prompt },
        };
        return (request, [.. Enumerable.Range(0, (int)request.PixelBytes).Select(i => (byte)(i / 7))]);
    }

    public static Task<UpscaleResult> UpscaleAsync(SrPluginClient client, (JobRequest Request, byte[] Pixels) picture) =>
        client.UpscaleAsync(picture.Request, picture.Pixels, default, null, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await new SrPluginClient(Options).ShutdownAsync(CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
