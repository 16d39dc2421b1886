using SrPlugin.Inference.Devices;
using SrPlugin.Protocol;

namespace SrPlugin.Jobs;

/// <summary>What the exceptions of a job mean to a person: code, message and remedy. The service and the command line share it.</summary>
public static class ErrorCatalog
{
    private const string Reinstall = "Install SrPlugin again, then check with: srplugin doctor";
    private const string FreeMemory = "Select a smaller region, choose a smaller tile, or close other programs.";

    /// <summary>What the user can do about damaged files of a model.</summary>
    public const string VerifyModel = "Verify the model's files with: srplugin models verify";

    /// <summary>Describes an exception that the libraries below throw on purpose.</summary>
    /// <returns>Null for any other exception; what a failure of the file system means depends on the file, which the caller
    /// knows.</returns>
    public static ErrorResponse? Find(Exception exception) => exception switch
    {
        OperationCanceledException => Error(ErrorCode.Cancelled, "The job was cancelled."),
        SrPluginException known => Error(known.Code, known.Message, known.Remedy.Length > 0 ? known.Remedy : null),
        PlatformNotSupportedException => Error(ErrorCode.DeviceUnavailable, exception.Message), // device, precision or processor
        DllNotFoundException or EntryPointNotFoundException or BadImageFormatException =>
            Error(ErrorCode.DeviceUnavailable, $"A native library cannot be loaded: {FirstLine(exception.Message)}", Reinstall),
        TypeInitializationException { InnerException: { } inner } => Find(inner),
        not (IOException or UnauthorizedAccessException) when DeviceMemory.IsExhausted(exception) =>
            Error(ErrorCode.OutOfMemory, "There is not enough memory.", FreeMemory),
        _ => null,
    };

    /// <summary>Gets an exception's message without what the tensor library's native part adds below it.</summary>
    public static string FirstLine(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Split('\n', 2)[0].TrimEnd();
    }

    private static ErrorResponse Error(ErrorCode code, string message, string? remedy = null) =>
        new() { Code = code, Message = message, Remedy = remedy };
}
