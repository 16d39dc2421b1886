using SrPlugin.Protocol.Endpoints;

namespace SrPlugin.Service.Hosting;

/// <summary>
/// The socket in the file system. It is bound under a name nobody looks for and then moved into its place, so that it appears at once,
/// with its mode; and it is removed only while it is still this process' own (the runtime deletes the bound name, whoever made it).
/// Named pipes have no file: then all this does nothing.
/// </summary>
internal sealed class SocketFile(ServiceEndpoint endpoint)
{
    private ulong? _own;

    /// <summary>The name to bind.</summary>
    public string BindPath => endpoint.SocketPath + "~";

    /// <summary>Whether somebody removed or replaced the socket of the running service, so that nobody can connect any more.</summary>
    public bool IsLost => _own is { } own && UnixOwner.NumberOf(endpoint.SocketPath!) != own;

    /// <summary>Removes what killed services left. Call it only with the endpoint's lock in hand.</summary>
    /// <exception cref="EndpointException">Something else lies there.</exception>
    public void Clear()
    {
        if (endpoint.SocketPath is not { } path)
            return;
        PrivateFolder.RemoveStaleSocket(path);
        PrivateFolder.RemoveStaleSocket(BindPath);
    }

    /// <summary>Moves the bound socket into its place.</summary>
    public void Publish()
    {
        if (endpoint.SocketPath is not { } path || OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(BindPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _own = UnixOwner.NumberOf(BindPath);
        File.Move(BindPath, path, overwrite: true);
    }

    /// <summary>Removes the socket, so that nobody new connects.</summary>
    public void Remove()
    {
        if (_own is null || IsLost)
            return;
        _own = null;
        File.Delete(endpoint.SocketPath!);
    }
}
