using SrPlugin.Protocol;

namespace SrPlugin.Service.Faults;

/// <summary>A request is refused, for a reason already in the words of the wire.</summary>
internal sealed class RefusedException : SrPluginException
{
    public RefusedException(ErrorCode code, string message, string? remedy = null)
        : base(code, message, remedy ?? "")
    {
    }

    public RefusedException(ErrorResponse error)
        : this(error.Code, error.Message, error.Remedy)
    {
    }

    /// <summary>Gets the time after which to ask again; null where that is of no use, or is not known.</summary>
    public TimeSpan? RetryTime { get; init; }
}
