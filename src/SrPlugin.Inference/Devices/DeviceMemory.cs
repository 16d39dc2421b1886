using SrPlugin.Inference.Errors;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Devices;

/// <summary>What is known of a device's memory.</summary>
public static class DeviceMemory
{
    private const long CudaBudget = 6L << 30;
    private static readonly string[] _exhaustedMessages = [
        "out of memory", "not enough memory", "allocate memory", "bad_alloc", "alloc_failed"
    ];

    /// <summary>
    /// Bytes that feature maps may take by default. Depends on the machine but not on what else runs, so that the same request gives the
    /// same tiles. TorchSharp cannot ask a GPU for its memory: a size that common cards have is assumed.
    /// </summary>
    internal static long DefaultBudget(DeviceChoice device) => device.IsCpu ? HostBudget : CudaBudget;

    /// <summary>Bytes that feature maps may take in the machine's own memory: half of it.</summary>
    internal static long HostBudget => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    /// <summary>
    /// Whether an error says that the machine's or a device's memory ran out: <see cref="OutOfMemoryException"/>, or the tensor library's
    /// error, which has no type of its own, so that only the text tells. The one place that knows these texts.
    /// </summary>
    /// <param name="exception">The error. An <see cref="OutOfDeviceMemoryException"/> is no: who threw that gave up already.</param>
    public static bool IsExhausted(Exception exception)
    {
        if (exception is OutOfDeviceMemoryException or OperationCanceledException)
            return false;
        return exception is OutOfMemoryException
            || Array.Exists(_exhaustedMessages, text => exception.Message.Contains(text, StringComparison.OrdinalIgnoreCase));
    }
}
