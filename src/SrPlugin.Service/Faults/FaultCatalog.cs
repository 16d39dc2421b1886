using System.Runtime.InteropServices;
using SrPlugin.Inference.Errors;
using SrPlugin.Protocol;
using SrPlugin.Weights;
using SrPlugin.Weights.Models;

namespace SrPlugin.Service.Faults;

/// <summary>Puts exceptions into the words of the wire.</summary>
internal static class FaultCatalog
{
    private const string TorchRemedy = "Install libtorch and OpenBLAS (Debian, Ubuntu: apt-get install libtorch-dev libopenblas0-pthread), then check with: srplugin doctor";
    private const string MemoryRemedy = "Select a smaller region, choose a smaller tile, or close other programs.";
    private const string VerifyRemedy = "Verify the model's files with: srplugin models verify";

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
        OutOfMemoryException => Error(ErrorCode.OutOfMemory, "There is not enough memory.", MemoryRemedy),
        ExternalException when IsAllocation(exception.Message) => Error(ErrorCode.OutOfMemory, "There is not enough memory.", MemoryRemedy),
        DllNotFoundException or EntryPointNotFoundException or BadImageFormatException =>
            Error(ErrorCode.DeviceUnavailable, $"The tensor library cannot be loaded: {FirstLine(exception.Message)}", TorchRemedy),
        TypeInitializationException { InnerException: { } inner } => Describe(inner),
        ModelNotFoundException => Error(ErrorCode.ModelMissing, exception.Message),
        InvalidModelException => Error(ErrorCode.ModelDamaged, exception.Message),
        WeightsFormatException or UnsafeCheckpointException or WeightsMismatchException => Error(ErrorCode.ModelDamaged, exception.Message, VerifyRemedy),
        FileNotFoundException or DirectoryNotFoundException => Error(ErrorCode.ModelDamaged, FirstLine(exception.Message), VerifyRemedy),
        IOException or UnauthorizedAccessException or InvalidDataException => Error(ErrorCode.ModelDamaged, FirstLine(exception.Message), VerifyRemedy),
        FormatException => Error(ErrorCode.InvalidRequest, FirstLine(exception.Message)),
        _ => Error(ErrorCode.EngineFailed, $"{exception.GetType().Name}: {FirstLine(exception.Message)}", "Please report it, with the service's log (srplugin service log)."),
    };

    private static ErrorResponse Error(ErrorCode code, string message, string? remedy = null) => new() { Code = code, Message = message, Remedy = remedy };

    private static bool IsAllocation(string message) =>
        message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase)
        || message.Contains("not enough memory", StringComparison.OrdinalIgnoreCase)
        || message.Contains("out of memory", StringComparison.OrdinalIgnoreCase);

    private static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd();
}
