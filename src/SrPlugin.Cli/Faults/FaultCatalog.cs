using Microsoft.Data.Sqlite;
using SrPlugin.Imaging;
using SrPlugin.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Weights.Store;

namespace SrPlugin.Cli.Faults;

/// <summary>Puts exceptions into the user's words.</summary>
internal static class FaultCatalog
{
    private const int DiskFullOnUnix = 28;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);
    private const int TooManyFilesOnUnix = 24;
    private const int LedgerFull = 13; // SQLITE_FULL

    /// <summary>Describes a fault.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="fileFault">What a fault of the file system means where it was thrown: a bad input, an unwritable output, a broken
    /// model.</param>
    public static Fault Describe(Exception exception, ExitCode fileFault = ExitCode.BadInput) => exception switch
    {
        FaultException fault => fault.Fault,
        ModelStoreException store => new Fault(CodeOf(store.Fault), store.Message, store.Remedy),
        InvalidManifestException => new Fault(fileFault, exception.Message),
        OperationCanceledException => new Fault(ExitCode.Cancelled, "Stopped."),
        TypeInitializationException { InnerException: { } inner } => Describe(inner, fileFault),
        InsufficientExecutionStackException => new Fault(ExitCode.Internal, exception.Message),
        PictureLibraryMissingException or PictureFormatException => new Fault(fileFault, exception.Message),
        _ when ErrorCatalog.Find(exception) is { } known =>
            new Fault(CodeOf(known.Code), known.Message, known.Remedy) { IsOfAll = IsOfAll(known.Code) },
        FileNotFoundException { FileName: { } name } => new Fault(fileFault, $"There is no file {name}."),
        IOException { HResult: DiskFullOnUnix or DiskFullOnWindows } => new Fault(
            ExitCode.Output, "The disk is full; nothing was changed.",
            "Free some space, or choose a folder on another disk with -o.") { IsOfAll = true },
        SqliteException { SqliteErrorCode: LedgerFull } => new Fault(
            ExitCode.Output, "The disk is full; the ledger of the batch cannot be written.",
            "Free some space, and run the same command again.") { IsOfAll = true },
        SqliteException => new Fault(
            ExitCode.Output, $"The ledger of the batch cannot be used: {ErrorCatalog.FirstLine(exception.Message)}",
            "Run the same command again.") { IsOfAll = true },
        IOException { HResult: TooManyFilesOnUnix } => new Fault(
            fileFault, "The limit of open files of this process is reached.",
            "Raise it with ulimit -n 1024, and run again.") { IsOfAll = true },
        UnauthorizedAccessException or IOException => new Fault(fileFault, ErrorCatalog.FirstLine(exception.Message)),
        InvalidDataException or NotSupportedException when fileFault != ExitCode.Output =>
            new Fault(fileFault, ErrorCatalog.FirstLine(exception.Message)),
        _ => new Fault(ExitCode.Internal, $"{exception.GetType().Name}: {ErrorCatalog.FirstLine(exception.Message)}"),
    };

    private static bool IsOfAll(ErrorCode code) => code is ErrorCode.ServiceMissing or ErrorCode.StartFailed or ErrorCode.VersionMismatch
        or ErrorCode.ModelMissing or ErrorCode.ModelDamaged or ErrorCode.DeviceUnavailable;

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
