using SrPlugin.Protocol;

namespace SrPlugin.Inference.Errors;

/// <summary>The device has too little memory for a job, even with the smallest tiles.</summary>
public sealed class OutOfDeviceMemoryException : SrPluginException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="device">The device, as the user would write it: <c>cpu</c>, <c>cuda:0</c>.</param>
    /// <param name="stage">What was being computed.</param>
    /// <param name="innerException">The error of the tensor library.</param>
    public OutOfDeviceMemoryException(string device, string stage, Exception? innerException = null)
        : base(
            ErrorCode.OutOfMemory,
            $"Device {device} ran out of memory while computing {stage}. Select a smaller region, close other programs that use the "
            + $"device, "
            + "or choose device cpu.",
            innerException: innerException)
    {
        Device = device;
        Stage = stage;
    }

    /// <summary>The device, as the user would write it.</summary>
    public string Device { get; }

    /// <summary>What was being computed.</summary>
    public string Stage { get; }
}
