using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace SrPlugin.Cli.Tests;

/// <summary>The program as users run it: a process of its own, with a service, settings and logs of its own.</summary>
internal sealed class CliProcess(string folder, string? program = null) : IDisposable
{
    /// <summary>Variables of the program, and so of the service it starts.</summary>
    public Dictionary<string, string> Environment { get; } = new()
    {
        ["SRPLUGIN_SOCKET"] = Path.Combine(folder, "s"),
        ["XDG_CONFIG_HOME"] = Path.Combine(folder, "config"),
        ["XDG_STATE_HOME"] = Path.Combine(folder, "state"),
        ["OMP_WAIT_POLICY"] = "passive",
    };

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "srplugin");

    public async Task<CliRun> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(Limit());
        return new CliRun(process.ExitCode, await output, await error);
    }

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(program ?? Program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        foreach ((string name, string value) in Environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Health of the running service; undefined without one.</summary>
    public async Task<JsonElement> HealthAsync() =>
        (await RunAsync("service", "status", "--json")).Json[0] is var status && status.TryGetProperty("health", out JsonElement health)
            ? health
            : default;

    public static async Task SignalAsync(int process, string signal)
    {
        using Process kill = Process.Start("kill", ["-" + signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    // A hang must fail; how long the machine takes must not matter.
    public static CancellationToken Limit() => new CancellationTokenSource(TimeSpan.FromMinutes(10)).Token;

    public void Dispose()
    {
        using Process process = Start("service", "stop");
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
    }
}
