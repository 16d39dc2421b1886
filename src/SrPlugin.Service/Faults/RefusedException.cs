using SrPlugin.Protocol;

namespace SrPlugin.Service.Faults;

/// <summary>A request is refused, for a reason already in the words of the wire.</summary>
internal sealed class RefusedException : Exception
{
    public RefusedException(ErrorCode code, string message, string? remedy = null)
        : this(new ErrorResponse { Code = code, Message = message, Remedy = remedy })
    {
    }

    public RefusedException(ErrorResponse error)
        : base(error.Message) => Error = error;

    public ErrorResponse Error { get; }

    /// <summary>Gets the time after which to ask again; null where that is of no use, or is not known.</summary>
    public TimeSpan? RetryTime { get; init; }
}
