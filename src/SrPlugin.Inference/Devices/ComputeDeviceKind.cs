namespace SrPlugin.Inference.Devices;

/// <summary>The kinds of device a job can run on.</summary>
public enum ComputeDeviceKind
{
    /// <summary>CUDA where there is one, else the CPU.</summary>
    Auto,

    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda,
}
