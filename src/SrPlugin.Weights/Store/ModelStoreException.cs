using SrPlugin.Protocol;

namespace SrPlugin.Weights.Store;

/// <summary>Thrown when a model cannot be downloaded, imported or removed.</summary>
public sealed class ModelStoreException : SrPluginException
{
    /// <summary>Initializes a new instance of the <see cref="ModelStoreException"/> class.</summary>
    /// <param name="fault">The reason.</param>
    /// <param name="message">What failed, with the values.</param>
    /// <param name="remedy">What the user can do.</param>
    /// <param name="innerException">The exception that was caught, if any.</param>
    public ModelStoreException(StoreFault fault, string message, string remedy, Exception? innerException = null)
        : base(CodeOf(fault), message, remedy, innerException) => Fault = fault;

    /// <summary>Gets the reason.</summary>
    public StoreFault Fault { get; }

    private static ErrorCode CodeOf(StoreFault fault) => fault switch
    {
        StoreFault.UnknownModel or StoreFault.FilesMissing => ErrorCode.ModelMissing,
        StoreFault.WrongContent => ErrorCode.ModelDamaged,
        StoreFault.LicenceNotAccepted => ErrorCode.InvalidRequest,
        _ => ErrorCode.DownloadFailed,
    };
}
