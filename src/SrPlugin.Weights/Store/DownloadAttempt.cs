namespace SrPlugin.Weights.Store;

/// <summary>One attempt of a <see cref="Downloader"/>: cancelled by the caller, or by too long a silence of the server.</summary>
internal sealed class DownloadAttempt : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly TimeSpan _limit;

    public DownloadAttempt(TimeSpan limit, CancellationToken caller)
    {
        (_limit, CallerToken) = (limit, caller);
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        _source.CancelAfter(limit);
    }

    /// <summary>Gets the caller's own token.</summary>
    public CancellationToken CallerToken { get; }

    /// <summary>Gets the token that the caller or a silence cancels.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Gets a value indicating whether the server was silent for too long.</summary>
    public bool IsStalled => _source.IsCancellationRequested && !CallerToken.IsCancellationRequested;

    /// <summary>Gets or sets the server, for messages.</summary>
    public string Host { get; set; } = "the server";

    /// <summary>
    /// Gets or sets a value indicating whether the server is being read from, so that a fault is the connection's and not the disk's.
    /// </summary>
    public bool IsReading { get; set; }

    /// <summary>Gets the number of bytes of the file that this attempt received.</summary>
    public long Received { get; private set; }

    /// <summary>Notes a sign of life.</summary>
    public void Hear(int bytes)
    {
        Received += bytes;
        _source.CancelAfter(_limit);
    }

    public void Dispose() => _source.Dispose();
}
