using SrPlugin.Client;
using SrPlugin.Gimp.Host;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>What the user is told when something failed: what, and what to do about it.</summary>
internal static class FailureText
{
    private const string Unchanged = "The image is unchanged.";

    /// <summary>
    /// Whether a failure is one that happens, and not a fault of the plug-in: it ends a call, or a file of a batch, with a message.
    /// </summary>
    public static bool IsForeseen(Exception exception) => exception is SrPluginException
        or IOException or UnauthorizedAccessException or InvalidDataException or OutOfMemoryException or OverflowException;

    /// <summary>The message for a failure.</summary>
    public static string Of(Exception exception) => exception switch
    {
        SrPluginException { Remedy.Length: > 0 } failure => $"{failure.Message} {failure.Remedy}",
        SrPluginException failure when Remedy(failure.Code) is { } remedy => $"{failure.Message} {remedy}",
        OutOfMemoryException or OverflowException =>
            "There is too little memory for a picture of this size. Select a smaller part and restore the parts one after another.",
        _ => exception.Message,
    };

    /// <summary>The message for a failure that ends a call.</summary>
    public static string OfCall(Exception exception) => exception is EffectException ? exception.Message : $"{Of(exception)} {Unchanged}";

    /// <summary>Whether every further job would meet the same failure.</summary>
    public static bool MeetsEveryJob(Exception exception) => exception is ServiceException
    {
        Code: ErrorCode.ServiceMissing or ErrorCode.StartFailed or ErrorCode.VersionMismatch or ErrorCode.UnsupportedVersion
            or ErrorCode.ModelMissing or ErrorCode.ModelDamaged or ErrorCode.DeviceUnavailable,
    };

    // As a rule the service and the client say it themselves.
    private static string? Remedy(ErrorCode code) => code switch
    {
        ErrorCode.OutOfMemory => "Select a smaller part, close other programs, or set a smaller tile size.",
        ErrorCode.EngineFailed => "Run it again: the service is started anew.",
        _ => null,
    };
}
