using System.Text.Json.Serialization;

namespace SrPlugin.Protocol;

/// <summary>Why something failed. On the wire in snake_case: <c>out_of_memory</c>.</summary>
[JsonConverter(typeof(ErrorCodeConverter))]
public enum ErrorCode
{
    /// <summary>A code this version does not know.</summary>
    Unknown,

    /// <summary>The request is wrong; the message lists every fault.</summary>
    InvalidRequest,

    /// <summary>The other side speaks another version of the protocol.</summary>
    UnsupportedVersion,

    /// <summary>The picture, or its result, is larger than the service takes.</summary>
    TooLarge,

    /// <summary>The queue is full.</summary>
    Busy,

    /// <summary>There is no such job, or its result's time was up.</summary>
    NotFound,

    /// <summary>The model is not installed.</summary>
    ModelMissing,

    /// <summary>The model's files are damaged or do not fit.</summary>
    ModelDamaged,

    /// <summary>The device, or the tensor library, is not there.</summary>
    DeviceUnavailable,

    /// <summary>Memory ran out, with the smallest tiles too.</summary>
    OutOfMemory,

    /// <summary>The networks returned something that is no picture.</summary>
    InvalidOutput,

    /// <summary>The job was cancelled, or its owner went away.</summary>
    Cancelled,

    /// <summary>The engine failed for a reason of its own.</summary>
    EngineFailed,

    /// <summary>A model could not be downloaded; asked again, the download goes on where it stopped.</summary>
    DownloadFailed,

    /// <summary>The service is about to end.</summary>
    ShuttingDown,

    /// <summary>Client side: no service program was found.</summary>
    ServiceMissing,

    /// <summary>Client side: the connection was lost before the answer.</summary>
    ServiceLost,

    /// <summary>Client side: the service gave no sign of life.</summary>
    ServiceHung,

    /// <summary>Client side: the service did not come up.</summary>
    StartFailed,

    /// <summary>Client side: the running service has another version.</summary>
    VersionMismatch,
}
