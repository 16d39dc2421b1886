namespace SrPlugin.Weights.Store;

/// <summary>The space of the disk that holds the models.</summary>
internal static class DiskSpace
{
    private const int NoSpaceOfUnix = 28;
    private const int DiskFullOfWindows = 112;
    private const int HandleDiskFullOfWindows = 39;

    /// <summary>Determines whether an exception says that the disk is full.</summary>
    public static bool IsExhausted(IOException exception) =>
        (exception.HResult & 0xFFFF) is NoSpaceOfUnix or DiskFullOfWindows or HandleDiskFullOfWindows;

    /// <summary>Describes a full disk.</summary>
    public static ModelStoreException Fault(string path, IOException exception) => new(
        StoreFault.DiskFull, $"There is no space left for {path}.", "Free some space and try again: what has arrived stays.", exception);

    /// <summary>Finds the bytes that are free for a folder, which need not exist.</summary>
    /// <returns>Null when unknown, as for some shares of a network.</returns>
    public static long? FindFree(string folder)
    {
        string? existing = folder;
        while (existing is not null && !Directory.Exists(existing))
            existing = Path.GetDirectoryName(existing);
        try
        {
            return existing is null
                ? null
                : new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(existing)! : existing).AvailableFreeSpace;
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
