namespace SrPlugin.Protocol.Endpoints;

/// <summary>
/// A file that one process at a time holds locked. The system frees the lock when the process dies, however it dies; the file is never
/// deleted, for then two processes could lock two files of one name.
/// </summary>
public static class EndpointLock
{
    /// <summary>Takes the lock; closing the file frees it.</summary>
    /// <param name="path">The file; made if need be, for this user alone.</param>
    /// <returns>Null when another process holds it.</returns>
    /// <exception cref="IOException">The file can be neither made nor opened: its folder is missing, the disk full.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static FileStream? TryTake(string path) => Open(path, FileMode.OpenOrCreate);

    /// <summary>Whether a process holds the lock.</summary>
    /// <param name="path">The file; there need be none.</param>
    /// <exception cref="IOException">The file cannot be opened for another reason.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static bool IsHeld(string path)
    {
        try
        {
            using FileStream? free = Open(path, FileMode.Open);
            return free is null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static FileStream? Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new FileStream(path, options);
        }
        catch (IOException exception) when (IsHeldByAnother(exception))
        {
            return null;
        }
    }

    // A full disk or a lost folder is nobody else: EWOULDBLOCK of flock on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.
    private static bool IsHeldByAnother(IOException exception) => OperatingSystem.IsWindows()
        ? (exception.HResult & 0xFFFF) == 32
        : exception.HResult == (OperatingSystem.IsLinux() ? 11 : 35);
}
