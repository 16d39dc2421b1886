using System.Net.Sockets;
using SrPlugin.Protocol.Endpoints;

namespace SrPlugin.Service.Hosting;

/// <summary>Makes sure that one service serves an endpoint.</summary>
internal sealed class InstanceLock : IDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    /// <summary>
    /// Takes the lock, or finds that another service answers. While the other one neither answers nor is gone (it begins or ends), waits.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="patience">How long to wait in between.</param>
    /// <param name="clock">Measures it.</param>
    /// <returns>The lock; null when another service has it.</returns>
    /// <exception cref="IOException">The lock's file can be neither made nor opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static async Task<InstanceLock?> AcquireAsync(ServiceEndpoint endpoint, TimeSpan patience, TimeProvider clock)
    {
        long start = clock.GetTimestamp();
        while (true)
        {
            FileStream? file = EndpointLock.TryTake(endpoint.LockPath);
            bool answers = (file is null || !OperatingSystem.IsWindows()) && await AnswersAsync(endpoint).ConfigureAwait(false);
            if (file is not null && !answers)
                return new InstanceLock(file);

            // Locked by us and yet somebody answers: the lock's file was deleted, or the file system knows no locks. (Not on Windows.)
            file?.Dispose();
            if (answers || clock.GetElapsedTime(start) > patience)
                return null;
            await Task.Delay(_pause, clock).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static async Task<bool> AnswersAsync(ServiceEndpoint endpoint)
    {
        if (endpoint.SocketPath is not { } path)
            return File.Exists($@"\\.\pipe\{endpoint.PipeName}");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path)).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
