namespace SrPlugin.Protocol;

/// <summary>
/// Thrown when something fails in a way that is foreseen: the message is for people, and <see cref="Code"/> says to programs what kind of
/// failure it is. Any other exception is a fault of the program, or of the system below it.
/// </summary>
public abstract class SrPluginException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="SrPluginException"/> class.</summary>
    /// <param name="code">The kind of failure.</param>
    /// <param name="message">What failed, with the values; for people.</param>
    /// <param name="remedy">What the user can do; empty where the message says it.</param>
    /// <param name="innerException">The exception that was caught, if any.</param>
    protected SrPluginException(ErrorCode code, string message, string remedy = "", Exception? innerException = null)
        : base(message, innerException) => (Code, Remedy) = (code, remedy);

    /// <summary>Gets the kind of failure.</summary>
    public ErrorCode Code { get; }

    /// <summary>Gets what the user can do; empty where the message says it.</summary>
    public string Remedy { get; }
}
