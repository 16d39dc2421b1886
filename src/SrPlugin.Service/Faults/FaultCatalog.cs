using SrPlugin.Jobs;
using SrPlugin.Protocol;

namespace SrPlugin.Service.Faults;

/// <summary>Describes exceptions as the errors that the service answers with.</summary>
internal static class FaultCatalog
{
    /// <summary>Describes an exception. A failure of the file system is the model's: the service reads no other files.</summary>
    public static ErrorResponse Describe(Exception exception) => exception switch
    {
        TypeInitializationException { InnerException: { } inner } => Describe(inner),
        _ when ErrorCatalog.Find(exception) is { } known => known,
        InsufficientExecutionStackException => Error(ErrorCode.EngineFailed, exception.Message),
        IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException =>
            Error(ErrorCode.ModelDamaged, ErrorCatalog.FirstLine(exception.Message), ErrorCatalog.VerifyModel),
        FormatException => Error(ErrorCode.InvalidRequest, ErrorCatalog.FirstLine(exception.Message)),
        _ => Error(
            ErrorCode.EngineFailed, $"{exception.GetType().Name}: {ErrorCatalog.FirstLine(exception.Message)}",
            "Please report it, with the service's log (srplugin service log)."),
    };

    private static ErrorResponse Error(ErrorCode code, string message, string? remedy = null) =>
        new() { Code = code, Message = message, Remedy = remedy };
}
