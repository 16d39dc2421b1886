using System.Diagnostics;

namespace SrPlugin.Service.Tests.Harness;

/// <summary>The service as a process.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private ServiceProcess(Process process, string socket)
    {
        (_process, SocketPath) = (process, socket);
        _error = process.StandardError.ReadToEndAsync();
    }

    public static string Program { get; } = Path.Combine(
        AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "srplugin-test-service.exe" : "srplugin-test-service");

    public string SocketPath { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public Task<string> ErrorText => _error;

    /// <summary>Starts it without waiting for it to listen.</summary>
    public static ServiceProcess Launch(string folder, params string[] arguments)
    {
        string socket = Path.Combine(folder, "s");
        var start = new ProcessStartInfo(Program, ["--socket", socket, "--log-folder", Path.Combine(folder, "logs"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment["XDG_CONFIG_HOME"] = folder;
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("SRPLUGIN_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        return new ServiceProcess(Process.Start(start)!, socket);
    }

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<ServiceProcess> StartAsync(string folder, params string[] arguments)
    {
        ServiceProcess process = Launch(folder, arguments);
        if (await process.ListensAsync())
            return process;
        throw new InvalidOperationException($"The service left with {await process.ExitCodeAsync()}: {await process.ErrorText}");
    }

    /// <summary>Waits for the line that says it listens; false when it leaves instead.</summary>
    public async Task<bool> ListensAsync() =>
        await _process.StandardOutput.ReadLineAsync() is { } line && line.StartsWith(ServiceProgram.ReadyLine, StringComparison.Ordinal);

    public WireClient Connect() => new(SocketPath);

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    public void Kill() => _process.Kill();

    public async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        await _error;
        _process.Dispose();
    }
}
