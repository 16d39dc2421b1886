namespace SrPlugin.Weights.Store;

/// <summary>Thrown inside the downloader when an attempt fails.</summary>
internal sealed class DownloadException : IOException
{
    public DownloadException(string message, bool isTransient = false, TimeSpan? wait = null, Exception? innerException = null)
        : base(message, innerException) => (IsTransient, Wait) = (isTransient, wait);

    /// <summary>Gets a value indicating whether another attempt at the same source makes sense.</summary>
    public bool IsTransient { get; }

    /// <summary>Gets the wait that the server asked for.</summary>
    public TimeSpan? Wait { get; }
}
