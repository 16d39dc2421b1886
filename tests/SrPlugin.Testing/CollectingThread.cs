namespace SrPlugin.Testing;

/// <summary>
/// Collects garbage some hundred times a second on a thread of its own until it is disposed. What native code still uses, but managed code
/// no longer refers to, is finalized under it.
/// </summary>
public sealed class CollectingThread : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _isStopped;

    /// <summary>Starts the thread.</summary>
    public CollectingThread()
    {
        _thread = new Thread(Collect) { IsBackground = true, Name = nameof(CollectingThread) };
        _thread.Start();
    }

    /// <summary>Gets the number of collections so far.</summary>
    public long Collections { get; private set; }

    /// <summary>Stops the thread.</summary>
    public void Dispose()
    {
        _isStopped = true;
        _thread.Join();
    }

    private void Collect()
    {
        while (!_isStopped)
        {
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            GC.WaitForPendingFinalizers();
            Collections++;
            // Without a pause the other threads stand still most of the time, and a thousand restorations take ten minutes.
            Thread.Sleep(1);
        }
    }
}
