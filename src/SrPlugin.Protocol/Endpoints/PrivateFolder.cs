namespace SrPlugin.Protocol.Endpoints;

/// <summary>A folder that belongs to this user alone: where the service's socket lies.</summary>
public static class PrivateFolder
{
    private const ushort TypeMask = 0xF000;
    private const ushort FolderType = 0x4000;
    private const ushort SocketType = 0xC000;
    private const ushort OthersMask = 0b000_111_111;

    /// <summary>Makes the folder of a path if there is none, and checks it.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="EndpointException">It is a link, or no folder, or somebody else's, or others may enter it.</exception>
    public static void Create(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            try
            {
                if (UnixOwner.Look(path) is null)
                    Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
            catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
            {
                throw new EndpointException($"The folder {path} cannot be made: {exception.Message}", exception);
            }

            Verify(path);
            return;
        }

        Directory.CreateDirectory(path);
    }

    /// <summary>Checks the folder: a real one, ours, and closed to others. On Windows the pipe itself is checked instead.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="EndpointException">It is missing, a link, no folder, somebody else's, or others may enter it.</exception>
    public static void Verify(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        if (UnixOwner.Look(path) is not { } found)
            throw new EndpointException($"There is no folder {path}.");
        if ((found.Mode & TypeMask) != FolderType)
            throw new EndpointException(
                $"{path} is no folder (or a link to one). Somebody may want to listen in: remove it, or set {ServiceEndpoint.Variable} to "
                    + $"another path.");
        if (found.Owner != UnixOwner.CurrentUser)
            throw new EndpointException(
                $"{path} belongs to user {found.Owner}, not to you. Somebody may want to listen in: set {ServiceEndpoint.Variable} to a "
                    + $"path in a folder of your own.");
        if ((found.Mode & OthersMask) != 0)
            throw new EndpointException(
                $"{path} is open to other users (mode {Convert.ToString(found.Mode & 0b111_111_111, 8)}). Close it with: chmod 700 {path}");
    }

    /// <summary>
    /// Removes a socket that a dead service left. Call it only with the endpoint's lock in hand: then nobody listens on it.
    /// </summary>
    /// <param name="path">The socket; there need be none.</param>
    /// <exception cref="EndpointException">Something else lies there, which is not ours to remove.</exception>
    public static void RemoveStaleSocket(string path)
    {
        if (OperatingSystem.IsWindows() || UnixOwner.Look(path) is not { } found)
            return;
        if ((found.Mode & TypeMask) != SocketType)
            throw new EndpointException($"{path} exists and is no socket. Remove it, or set {ServiceEndpoint.Variable} to another path.");
        File.Delete(path);
    }
}
