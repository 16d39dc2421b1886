using SrPlugin.Protocol;

namespace SrPlugin.Inference.Errors;

/// <summary>The device that was asked for is not there, or cannot compute in the precision asked for.</summary>
public sealed class DeviceUnavailableException : SrPluginException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="device">The device asked for.</param>
    /// <param name="reason">Why it cannot be used and what can be done.</param>
    public DeviceUnavailableException(string device, string reason)
        : base(ErrorCode.DeviceUnavailable, $"Device {device} cannot be used: {reason}") => Device = device;

    /// <summary>The device asked for.</summary>
    public string Device { get; }
}
