namespace SrPlugin.Weights.Store;

/// <summary>Measures the speed of a transfer over its last seconds. Safe from several threads.</summary>
internal sealed class TransferMeter(TimeProvider clock)
{
    private static readonly TimeSpan _window = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Queue<(long Time, long Bytes)> _samples = new();

    /// <summary>Notes the number of bytes transferred so far.</summary>
    /// <returns>Bytes a second; 0 while unknown.</returns>
    public double Add(long bytes)
    {
        lock (_lock)
        {
            long now = clock.GetTimestamp();
            if (_samples.Count > 0 && bytes < _samples.Last().Bytes)
                _samples.Clear(); // A file began again.
            _samples.Enqueue((now, bytes));
            while (_samples.Count > 2 && clock.GetElapsedTime(_samples.Peek().Time, now) > _window)
                _samples.Dequeue();
            (long Time, long Bytes) first = _samples.Peek();
            double seconds = clock.GetElapsedTime(first.Time, now).TotalSeconds;
            return seconds > 0.5 ? (bytes - first.Bytes) / seconds : 0;
        }
    }
}
