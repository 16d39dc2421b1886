namespace SrPlugin.Client.Connections;

/// <summary>Cancels an operation of which nothing was heard for too long.</summary>
internal sealed class Silence : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenRegistration _link;
    private readonly TimeSpan _limit;

    public Silence(TimeSpan limit, CancellationToken caller, TimeProvider clock)
    {
        (_limit, _caller) = (limit, caller);
        _source = new CancellationTokenSource(limit, clock);
        _link = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    /// <summary>Cancelled by the caller, or by too long a silence.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was the silence.</summary>
    public bool IsTooLong => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Something was heard: the limit counts from now on.</summary>
    public void Break() => _source.CancelAfter(_limit);

    public void ThrowIfCallerCancelled() => _caller.ThrowIfCancellationRequested();

    public void Dispose()
    {
        _link.Dispose();
        _source.Dispose();
    }
}
