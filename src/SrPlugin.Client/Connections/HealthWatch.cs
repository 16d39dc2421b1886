namespace SrPlugin.Client.Connections;

/// <summary>
/// Stands in for heartbeats while an answer is computed: as long as the service says how it is, the silence does not count.
/// </summary>
internal sealed class HealthWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _end = new();

    /// <param name="connection">The service.</param>
    /// <param name="silence">What is kept from ending; null watches nothing.</param>
    public HealthWatch(ServiceConnection connection, Silence? silence)
    {
        if (silence is not null)
            _ = WatchAsync(connection, silence, _end.Token);
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private static async Task WatchAsync(ServiceConnection connection, Silence silence, CancellationToken end)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, connection.Clock, end).ConfigureAwait(false);
                if (await connection.FindAsync(end).ConfigureAwait(false) is null)
                    return;
                end.ThrowIfCancellationRequested();
                silence.Break();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ServiceException or ObjectDisposedException)
        {
            // The call itself ends by its own silence, or by its lost connection.
        }
    }
}
