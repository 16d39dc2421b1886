namespace SrPlugin.Service.Memory;

/// <summary>
/// Bounds the memory that all pictures on their way take together: being received, waiting, being worked on, waiting to be fetched.
/// </summary>
internal sealed class PictureBudget(long capacity)
{
    private long _taken;

    /// <summary>Bytes there are.</summary>
    public long Capacity => capacity;

    /// <summary>Bytes taken now.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Takes bytes, if they are left.</summary>
    /// <returns>Gives them back when disposed; null when too few are left.</returns>
    public IDisposable? TryTake(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (Interlocked.Add(ref _taken, bytes) <= capacity)
            return new Share(this, bytes);
        Interlocked.Add(ref _taken, -bytes);
        return null;
    }

    private sealed class Share(PictureBudget budget, long bytes) : IDisposable
    {
        private long _bytes = bytes;

        public void Dispose() => Interlocked.Add(ref budget._taken, -Interlocked.Exchange(ref _bytes, 0));
    }
}
