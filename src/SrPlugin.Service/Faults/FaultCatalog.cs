using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Errors;
using SrPlugin.Protocol;
using SrPlugin.Recipes;
using SrPlugin.Weights;
using SrPlugin.Weights.Models;
using SrPlugin.Weights.Store;

namespace SrPlugin.Service.Faults;

/// <summary>Puts exceptions into the words of the wire.</summary>
internal static class FaultCatalog
{
    /// <summary>Describes a fault.</summary>
    public static ErrorResponse Describe(Exception exception) => exception switch
    {
        RefusedException refused => refused.Error,
        JobBodyException body => Error(body.Code, body.Message),
        OperationCanceledException => Error(ErrorCode.Cancelled, "The job was cancelled."),
        InvalidOptionsException => Error(ErrorCode.InvalidRequest, exception.Message),
        OutOfDeviceMemoryException => Error(ErrorCode.OutOfMemory, exception.Message),
        DeviceUnavailableException => Error(ErrorCode.DeviceUnavailable, exception.Message),
        UnusableOutputException => Error(ErrorCode.InvalidOutput, exception.Message),
        InsufficientExecutionStackException => Error(ErrorCode.EngineFailed, exception.Message),
        EstimatorMissingException estimator => Error(ErrorCode.InvalidRequest, estimator.Reason, estimator.Remedy),
        TensorLibraryException library => Error(ErrorCode.DeviceUnavailable, library.Message, library.Remedy),
        DllNotFoundException or EntryPointNotFoundException or BadImageFormatException =>
            Error(ErrorCode.DeviceUnavailable, $"A native library cannot be loaded: {Remedies.FirstLine(exception.Message)}", Remedies.NativeLibrary),
        TypeInitializationException { InnerException: { } inner } => Describe(inner),
        not (IOException or UnauthorizedAccessException) when DeviceMemory.IsExhausted(exception) => Error(ErrorCode.OutOfMemory, "There is not enough memory.", Remedies.Memory),
        ModelStoreException store => Error(CodeOf(store.Fault), store.Message, store.Remedy),
        ModelNotFoundException => Error(ErrorCode.ModelMissing, exception.Message),
        InvalidModelException => Error(ErrorCode.ModelDamaged, exception.Message),
        WeightsFormatException or UnsafeCheckpointException or WeightsMismatchException => Error(ErrorCode.ModelDamaged, exception.Message, Remedies.VerifyModel),
        FileNotFoundException or DirectoryNotFoundException => Error(ErrorCode.ModelDamaged, Remedies.FirstLine(exception.Message), Remedies.VerifyModel),
        IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException => Error(ErrorCode.ModelDamaged, Remedies.FirstLine(exception.Message), Remedies.VerifyModel),
        FormatException => Error(ErrorCode.InvalidRequest, Remedies.FirstLine(exception.Message)),
        _ => Error(ErrorCode.EngineFailed, $"{exception.GetType().Name}: {Remedies.FirstLine(exception.Message)}", "Please report it, with the service's log (srplugin service log)."),
    };

    private static ErrorCode CodeOf(StoreFault fault) => fault switch
    {
        StoreFault.UnknownModel or StoreFault.FilesMissing => ErrorCode.ModelMissing,
        StoreFault.WrongContent => ErrorCode.ModelDamaged,
        StoreFault.LicenceNotAccepted => ErrorCode.InvalidRequest,
        _ => ErrorCode.DownloadFailed,
    };

    private static ErrorResponse Error(ErrorCode code, string message, string? remedy = null) => new() { Code = code, Message = message, Remedy = remedy };
}
