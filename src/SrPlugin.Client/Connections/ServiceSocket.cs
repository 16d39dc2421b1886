using System.IO.Pipes;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using SrPlugin.Protocol.Endpoints;

namespace SrPlugin.Client.Connections;

/// <summary>Connects to the endpoint, and to nobody but the user's own service there.</summary>
internal sealed partial class ServiceSocket(ServiceEndpoint endpoint)
{
    // A pipe that exists is free within moments; one that does not exist is waited for in vain.
    private const int PipeMilliseconds = 500;

    private static readonly TimeSpan BacklogPause = TimeSpan.FromMilliseconds(20);

    /// <summary>The process that listened when last connected; 0 while unknown.</summary>
    public int ProcessId { get; private set; }

    /// <exception cref="SocketException">Nobody listens.</exception>
    /// <exception cref="TimeoutException">Nobody listens.</exception>
    /// <exception cref="EndpointException">The socket's folder is open to others, or somebody else listens.</exception>
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken) =>
        endpoint.SocketPath is { } path
            ? await ConnectPatientlyAsync(path, cancellationToken).ConfigureAwait(false)
            : await ConnectPipeAsync(endpoint.PipeName!, cancellationToken).ConfigureAwait(false);

    // A service that cannot take connections as quickly as they come is there all the same: nobody must start another one.
    private async Task<Stream> ConnectPatientlyAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await ConnectSocketAsync(path, cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.WouldBlock)
            {
                await Task.Delay(BacklogPause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<Stream> ConnectSocketAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            throw new SocketException((int)SocketError.ConnectionRefused);
        PrivateFolder.Verify(Path.GetDirectoryName(path)!);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            if (UnixOwner.PeerOf(socket) is var user && user != UnixOwner.CurrentUser)
                throw new EndpointException(
                    $"User {user} listens at {path}, not you. Remove the socket, or set {ServiceEndpoint.Variable} to another path.");
            ProcessId = UnixOwner.PeerProcessOf(socket);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Stream> ConnectPipeAsync(string name, CancellationToken cancellationToken)
    {
        var pipe = new NamedPipeClientStream(".", name, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        try
        {
            await pipe.ConnectAsync(PipeMilliseconds, cancellationToken).ConfigureAwait(false);
            if (OperatingSystem.IsWindows() && GetServerProcess(pipe.SafePipeHandle.DangerousGetHandle(), out uint process))
                ProcessId = (int)process;
            return pipe;
        }
        catch (UnauthorizedAccessException exception)
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw new EndpointException(
                $"Somebody else listens at {endpoint}, or the pipe is closed to you. Set {ServiceEndpoint.Variable} to another name.",
                exception);
        }
        catch
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    [LibraryImport("kernel32", EntryPoint = "GetNamedPipeServerProcessId")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetServerProcess(nint pipe, out uint process);
}
