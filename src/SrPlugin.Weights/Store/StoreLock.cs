namespace SrPlugin.Weights.Store;

/// <summary>
/// Keeps two processes, or two threads, from installing the same model at once. The system releases it when its process ends, however it
/// ends.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);

    private const int SharingViolation = 32;
    private const int LockViolation = 33;
    private const int WouldBlock = 11;
    private const int WouldBlockOfMacOS = 35;

    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">The lock's file; it stays.</param>
    /// <param name="waiting">Called once when somebody else holds it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<StoreLock> AcquireAsync(string path, Action waiting, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (bool isFirst = true; ; isFirst = false)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new StoreLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when ((e.HResult & 0xFFFF) is SharingViolation or LockViolation or WouldBlock or WouldBlockOfMacOS)
            {
                if (isFirst)
                    waiting();
                await Task.Delay(_pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
