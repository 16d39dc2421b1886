using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Errors;
using SrPlugin.Protocol;
using SrPlugin.Weights;
using SrPlugin.Weights.Models;
using SrPlugin.Weights.Store;

namespace SrPlugin.Jobs;

/// <summary>What the exceptions of a job mean to a person: code, message and remedy. The service and the command line share it.</summary>
public static class ErrorCatalog
{
    private const string Reinstall = "Install SrPlugin again, then check with: srplugin doctor";
    private const string FreeMemory = "Select a smaller region, choose a smaller tile, or close other programs.";

    /// <summary>What the user can do about damaged files of a model.</summary>
    public const string VerifyModel = "Verify the model's files with: srplugin models verify";

    /// <summary>Describes an exception that the libraries below throw on purpose.</summary>
    /// <returns>Null for any other exception; what a failure of the file system means depends on the file, which the caller knows.</returns>
    public static ErrorResponse? Find(Exception exception) => exception switch
    {
        OperationCanceledException => Error(ErrorCode.Cancelled, "The job was cancelled."),
        InvalidOptionsException => Error(ErrorCode.InvalidRequest, exception.Message),
        EstimatorMissingException estimator => Error(ErrorCode.InvalidRequest, estimator.Reason, estimator.Remedy),
        OutOfDeviceMemoryException => Error(ErrorCode.OutOfMemory, exception.Message),
        TensorLibraryException library => Error(ErrorCode.DeviceUnavailable, library.Message, library.Remedy),
        PlatformNotSupportedException => Error(ErrorCode.DeviceUnavailable, exception.Message), // device, precision or processor
        UnusableOutputException => Error(ErrorCode.InvalidOutput, exception.Message),
        ModelStoreException store => Error(CodeOf(store.Fault), store.Message, store.Remedy),
        ModelNotFoundException => Error(ErrorCode.ModelMissing, exception.Message),
        InvalidModelException => Error(ErrorCode.ModelDamaged, exception.Message),
        WeightsFormatException or UnsafeCheckpointException or WeightsMismatchException => Error(ErrorCode.ModelDamaged, exception.Message, VerifyModel),
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

    private static ErrorCode CodeOf(StoreFault fault) => fault switch
    {
        StoreFault.UnknownModel or StoreFault.FilesMissing => ErrorCode.ModelMissing,
        StoreFault.WrongContent => ErrorCode.ModelDamaged,
        StoreFault.LicenceNotAccepted => ErrorCode.InvalidRequest,
        _ => ErrorCode.DownloadFailed,
    };

    private static ErrorResponse Error(ErrorCode code, string message, string? remedy = null) => new() { Code = code, Message = message, Remedy = remedy };
}
