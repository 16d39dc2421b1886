using SrPlugin.Protocol;

namespace SrPlugin.Client;

/// <summary>
/// A call to the service failed; <see cref="SrPluginException.Code"/> says why, and <see cref="SrPluginException.Remedy"/> what the user
/// can do.
/// </summary>
public sealed class ServiceException : SrPluginException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">Why.</param>
    /// <param name="message">What failed, with the values; for people.</param>
    /// <param name="remedy">What the user can do; empty where the message says it.</param>
    /// <param name="innerException">What was caught, if anything.</param>
    public ServiceException(ErrorCode code, string message, string remedy = "", Exception? innerException = null)
        : base(code, message, remedy, innerException)
    {
    }

    /// <summary>Creates the exception for an answer of the service.</summary>
    /// <param name="response">The answer.</param>
    public ServiceException(ErrorResponse response)
        : this(
            (response ?? throw new ArgumentNullException(nameof(response))).Code == ErrorCode.UnsupportedVersion
                ? ErrorCode.VersionMismatch
                : response.Code,
            response.Message,
            response.Remedy ?? "")
    {
    }

    /// <summary>After which time the service asked to try again; null where it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
