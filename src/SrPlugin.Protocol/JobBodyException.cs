namespace SrPlugin.Protocol;

/// <summary>A job's body is not what it should be.</summary>
public sealed class JobBodyException : SrPluginException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">What kind of failure.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What was caught, if anything.</param>
    public JobBodyException(ErrorCode code, string message, Exception? innerException = null)
        : base(code, message, innerException: innerException)
    {
    }
}
