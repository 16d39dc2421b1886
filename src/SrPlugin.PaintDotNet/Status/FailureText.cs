using SrPlugin.Client;
using SrPlugin.Protocol;

namespace SrPlugin.PaintDotNet.Status;

/// <summary>A failure in words: what happened, and what can be done.</summary>
internal static class FailureText
{
    /// <summary>What a failed job's user reads.</summary>
    public static string Describe(Exception exception)
    {
        string remedy = exception is ServiceException failure
            ? Remedy(failure)
            : "Press the button to try again. If it happens again, please report it with this text.";
        return remedy.Length == 0 ? exception.Message : $"{exception.Message} {remedy}";
    }

    private static string Remedy(ServiceException failure) => failure.Remedy.Length > 0 ? failure.Remedy : failure.Code switch
    {
        ErrorCode.ServiceMissing => "Install SrPlugin's service with the installer that came with this effect, then press the button.",
        ErrorCode.ServiceLost or ErrorCode.ServiceHung or ErrorCode.StartFailed => "Press the button: the service is started again.",
        ErrorCode.VersionMismatch or ErrorCode.UnsupportedVersion =>
            "Install effect and service of the same version, then restart Paint.NET.",
        ErrorCode.Busy or ErrorCode.ShuttingDown => "Wait a little, then press the button.",
        ErrorCode.OutOfMemory =>
            "Select less, choose a smaller tile size, or close other programs that use the graphics card; then press the button.",
        ErrorCode.ModelMissing or ErrorCode.ModelDamaged => "Choose another model.",
        _ => "",
    };
}
