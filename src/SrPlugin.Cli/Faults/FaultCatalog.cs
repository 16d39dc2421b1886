using SrPlugin.Client;
using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Errors;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Endpoints;
using SrPlugin.Recipes;
using SrPlugin.Weights;
using SrPlugin.Weights.Models;
using SrPlugin.Weights.Store;

namespace SrPlugin.Cli.Faults;

/// <summary>Puts exceptions into the user's words.</summary>
internal static class FaultCatalog
{
    private const int DiskFullOnUnix = 28;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);
    private const int TooManyFilesOnUnix = 24;

    /// <summary>Describes a fault.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="fileFault">What a fault of the file system means where it was thrown: a bad input, an unwritable output, a broken model.</param>
    public static Fault Describe(Exception exception, ExitCode fileFault = ExitCode.BadInput) => exception switch
    {
        FaultException fault => fault.Fault,
        ServiceException service => new Fault(CodeOf(service.Code), service.Message, service.Remedy.Length > 0 ? service.Remedy : null),
        ModelStoreException store => new Fault(CodeOf(store.Fault), store.Message, store.Remedy),
        EndpointException => new Fault(ExitCode.Service, exception.Message),
        InvalidManifestException => new Fault(fileFault, exception.Message),
        OperationCanceledException => new Fault(ExitCode.Cancelled, "Stopped."),
        InvalidOptionsException => new Fault(ExitCode.Usage, exception.Message),
        OutOfDeviceMemoryException or DeviceUnavailableException => new Fault(ExitCode.Device, exception.Message),
        UnusableOutputException => new Fault(ExitCode.Model, exception.Message),
        InsufficientExecutionStackException => new Fault(ExitCode.Internal, exception.Message),
        EstimatorMissingException estimator => new Fault(ExitCode.Usage, estimator.Reason, estimator.Remedy),
        PictureLibraryMissingException => new Fault(fileFault, exception.Message),
        TensorLibraryException library => new Fault(ExitCode.Device, library.Message, library.Remedy),
        DllNotFoundException or EntryPointNotFoundException or BadImageFormatException =>
            new Fault(ExitCode.Device, $"A native library cannot be loaded: {Remedies.FirstLine(exception.Message)}", Remedies.NativeLibrary),
        TypeInitializationException { InnerException: { } inner } => Describe(inner, fileFault),
        not (IOException or UnauthorizedAccessException) when DeviceMemory.IsExhausted(exception) => new Fault(ExitCode.Device, "There is not enough memory.", Remedies.Memory),
        InvalidModelException or ModelNotFoundException => new Fault(ExitCode.Model, exception.Message),
        WeightsFormatException or UnsafeCheckpointException or WeightsMismatchException =>
            new Fault(ExitCode.Model, exception.Message, Remedies.VerifyModel),
        PictureFormatException => new Fault(fileFault, exception.Message),
        FileNotFoundException { FileName: { } name } => new Fault(fileFault, $"There is no file {name}."),
        IOException { HResult: DiskFullOnUnix or DiskFullOnWindows } => new Fault(
            ExitCode.Output, "The disk is full; nothing was changed.", "Free some space, or choose a folder on another disk with -o."),
        IOException { HResult: TooManyFilesOnUnix } => new Fault(
            fileFault, "The limit of open files of this process is reached.", "Raise it with ulimit -n 1024, and run again."),
        UnauthorizedAccessException or IOException => new Fault(fileFault, Remedies.FirstLine(exception.Message)),
        InvalidDataException or NotSupportedException when fileFault != ExitCode.Output => new Fault(fileFault, Remedies.FirstLine(exception.Message)),
        _ => new Fault(ExitCode.Internal, $"{exception.GetType().Name}: {Remedies.FirstLine(exception.Message)}"),
    };

    private static ExitCode CodeOf(StoreFault fault) => fault switch
    {
        StoreFault.LicenceNotAccepted => ExitCode.Usage,
        StoreFault.DownloadFailed => ExitCode.Download,
        StoreFault.DiskFull or StoreFault.FolderInTheWay => ExitCode.Output,
        _ => ExitCode.Model,
    };

    private static ExitCode CodeOf(ErrorCode code) => code switch
    {
        ErrorCode.InvalidRequest => ExitCode.Usage,
        ErrorCode.TooLarge => ExitCode.BadInput,
        ErrorCode.ModelMissing or ErrorCode.ModelDamaged or ErrorCode.InvalidOutput => ExitCode.Model,
        ErrorCode.DeviceUnavailable or ErrorCode.OutOfMemory => ExitCode.Device,
        ErrorCode.DownloadFailed => ExitCode.Download,
        ErrorCode.Cancelled => ExitCode.Cancelled,
        _ => ExitCode.Service,
    };

    /// <summary>Runs an action whose file-system faults all mean the same.</summary>
    /// <exception cref="FaultException">The action failed with a fault that is no programming error.</exception>
    public static T Within<T>(ExitCode fileFault, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is not (FaultException or OperationCanceledException)
            && Describe(exception, fileFault) is { Code: not ExitCode.Internal } fault)
        {
            throw new FaultException(fault, exception);
        }
    }
}
