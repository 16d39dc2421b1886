namespace SrPlugin.Protocol.Endpoints;

/// <summary>The socket's path, its folder or its owner cannot be trusted or used.</summary>
public sealed class EndpointException : SrPluginException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong and what can be done.</param>
    /// <param name="innerException">What was caught, if anything.</param>
    public EndpointException(string message, Exception? innerException = null)
        : base(ErrorCode.StartFailed, message, innerException: innerException)
    {
    }
}
