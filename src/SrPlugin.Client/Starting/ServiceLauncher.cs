using System.Collections;
using System.Diagnostics;
using SrPlugin.Client.Connections;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Endpoints;

namespace SrPlugin.Client.Starting;

/// <summary>
/// Sees to it that a service of this version answers: the one that runs, or one that is started, once for all clients of the user.
/// </summary>
internal sealed class ServiceLauncher(ServiceConnection connection, ClientOptions options)
{
    private const int ErrorCharacters = 2000;

    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(25);

    private string LockPath => connection.Endpoint.LockPath + ".start";

    private string ErrorPath => connection.Endpoint.LockPath + ".err";

    /// <summary>Returns when a service answers.</summary>
    /// <exception cref="ServiceException">None does, and why.</exception>
    public async Task<ServiceHealth> EnsureAsync(CancellationToken cancellationToken)
    {
        if (await FindOrEndHungAsync(cancellationToken).ConfigureAwait(false) is { } running)
            return Checked(running);
        if (!options.StartsService)
            throw new ServiceException(
                ErrorCode.ServiceLost, $"No service listens at {connection.Endpoint}.", "Start it with: srplugin service start");
        string program = ServiceLocator.Find(options.ServicePath);
        PrepareFolder();

        var clock = Stopwatch.StartNew();
        while (true)
        {
            // Whoever holds the lock starts the service; it falls with its process, and the file is never deleted.
            using FileStream? startLock = TryLock();
            if (startLock is not null)
                return Checked(await StartAsync(program, clock, cancellationToken).ConfigureAwait(false));
            if (await connection.FindAsync(cancellationToken).ConfigureAwait(false) is { } started)
                return Checked(started);
            await PauseAsync(clock, program, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks the service to end, and ends it if it does not answer; returns when it is gone.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ServiceException">It is still there after the hang timeout.</exception>
    public async Task<bool> StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await connection.FindAsync(cancellationToken).ConfigureAwait(false) is null)
                return false;
            await connection.TellAsync(HttpMethod.Post, WireFormat.ShutdownPath, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException exception) when (exception.Code == ErrorCode.VersionMismatch)
        {
            // Another version says in other words how it is, but is ended in the same.
            await connection.TellAsync(HttpMethod.Post, WireFormat.ShutdownPath, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException exception) when (exception.Code == ErrorCode.ServiceHung)
        {
            await EndHungAsync(exception, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ServiceException exception) when (exception.Code is ErrorCode.ServiceLost or ErrorCode.ShuttingDown)
        {
            // It is ending already.
        }

        await WaitUntilGoneAsync(connection.ProcessId, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static ServiceHealth Checked(ServiceHealth health) => health.ProtocolVersion == WireFormat.Version
        ? health
        : throw new ServiceException(
            ErrorCode.VersionMismatch,
            $"The running service {health.Version} speaks version {health.ProtocolVersion} of the protocol, this program version "
                + $"{WireFormat.Version}.",
            ServiceConnection.VersionRemedy);

    private async Task<ServiceHealth> StartAsync(string program, Stopwatch clock, CancellationToken cancellationToken)
    {
        DetachedProcess? process = null;
        try
        {
            while (true)
            {
                if (await connection.FindAsync(cancellationToken).ConfigureAwait(false) is { } running)
                    return running;
                int exitCode = 0;
                if (process?.HasExited(out exitCode) != false)
                {
                    // A service that is just ending holds its lock a moment longer than its socket: try again.
                    if (process is not null && exitCode != (int)ServiceExitCode.AlreadyRunning)
                        throw Failed(program, $"It ended at once with code {exitCode}.");
                    process?.Dispose();
                    process = Launch(program);
                }

                if (clock.Elapsed > options.StartTimeout)
                    process.Kill();
                await PauseAsync(clock, program, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            process?.Dispose();
        }
    }

    private DetachedProcess Launch(string program)
    {
        var environment = new Dictionary<string, string>(
            OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            environment[(string)variable.Key] = (string?)variable.Value ?? "";
        // As an option, which stands above what the service's own settings say: where it listens is decided here.
        string endpoint = connection.Endpoint.SocketPath ?? connection.Endpoint.PipeName!;
        environment[ServiceEndpoint.Variable] = endpoint;
        foreach ((string name, string value) in options.ServiceEnvironment)
            environment[name] = value;
        try
        {
            return DetachedProcess.Start(program, ["--socket", endpoint, .. options.ServiceArguments], environment, ErrorPath);
        }
        catch (IOException exception)
        {
            throw new ServiceException(
                ErrorCode.StartFailed, $"The service's program {program} cannot be started: {exception.Message}",
                "Install SrPlugin's service afresh.", exception);
        }
    }

    private async Task PauseAsync(Stopwatch clock, string program, CancellationToken cancellationToken)
    {
        if (clock.Elapsed > options.StartTimeout)
            throw Failed(program, $"It did not answer within {options.StartTimeout.TotalSeconds:0.#} seconds.");
        await Task.Delay(ShortPause, cancellationToken).ConfigureAwait(false);
    }

    private ServiceException Failed(string program, string how)
    {
        string said = "";
        try
        {
            said = File.Exists(ErrorPath) ? File.ReadAllText(ErrorPath).Trim() : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Then without its last words.
        }

        if (said.Length > ErrorCharacters)
            said = "…" + said[^ErrorCharacters..];
        return new ServiceException(
            ErrorCode.StartFailed,
            $"The service {program} could not be started. {how}{(said.Length > 0 ? $" It said: {said}" : "")}",
            "Look at its log with: srplugin service log");
    }

    private async Task<ServiceHealth?> FindOrEndHungAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await connection.FindAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException exception) when (exception.Code == ErrorCode.ServiceHung && options.StartsService)
        {
            await EndHungAsync(exception, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (ServiceException exception) when (exception.Code == ErrorCode.ServiceLost)
        {
            // It ended between connecting and answering: it is not there any more.
            return null;
        }
    }

    // Nothing else gets rid of a process that neither works nor ends; it would hold the socket for all editors.
    private async Task EndHungAsync(ServiceException exception, CancellationToken cancellationToken)
    {
        int id = connection.ProcessId;
        try
        {
            using var process = Process.GetProcessById(id);
            if (!process.ProcessName.StartsWith("srplugin", StringComparison.Ordinal))
                throw new ServiceException(
                    ErrorCode.ServiceHung,
                    $"{exception.Message} Its process {id} ({process.ProcessName}) is none of SrPlugin's own, and was left alone.",
                    $"End process {id}.", exception);
            process.Kill();
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException)
        {
            // It ended by itself meanwhile.
        }

        await WaitUntilGoneAsync(id, cancellationToken).ConfigureAwait(false);
    }

    private async Task WaitUntilGoneAsync(int id, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        // The lock tells, not the process: a service started by this process stays in the table until it is asked for.
        while (IsHeld() && !await IsReplacedAsync(id, cancellationToken).ConfigureAwait(false))
        {
            if (clock.Elapsed > options.HangTimeout)
                throw new ServiceException(
                    ErrorCode.ServiceHung, $"The service has not ended within {options.HangTimeout.TotalSeconds:0.#} seconds.",
                    $"End process {id}.");
            await Task.Delay(ShortPause, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> IsReplacedAsync(int id, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.FindAsync(cancellationToken).ConfigureAwait(false) is not null && connection.ProcessId != id;
        }
        catch (ServiceException)
        {
            return false;
        }
    }

    private void PrepareFolder()
    {
        try
        {
            PrivateFolder.Create(Path.GetDirectoryName(connection.Endpoint.LockPath)!);
        }
        catch (Exception exception) when (exception is EndpointException or IOException or UnauthorizedAccessException)
        {
            throw new ServiceException(ErrorCode.StartFailed, exception.Message, innerException: exception);
        }
    }

    private FileStream? TryLock() => WithLocks(() => EndpointLock.TryTake(LockPath));

    // The service holds its own lock until its very end.
    private bool IsHeld() => WithLocks(() => EndpointLock.IsHeld(connection.Endpoint.LockPath));

    private static T WithLocks<T>(Func<T> look)
    {
        try
        {
            return look();
        }
        catch (Exception exception) when (exception is EndpointException or IOException or UnauthorizedAccessException)
        {
            throw new ServiceException(
                ErrorCode.StartFailed, $"The lock beside the service's socket cannot be used: {exception.Message}",
                innerException: exception);
        }
    }
}
