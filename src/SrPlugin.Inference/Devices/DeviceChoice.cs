using SrPlugin.Inference.Errors;
using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Devices;

/// <summary>A device that is there, and the number formats the networks compute in on it.</summary>
public sealed record DeviceChoice
{
    private DeviceChoice(Device device, ScalarType unetType, ScalarType vaeType) =>
        (Device, UNetType, VaeType) = (device, unetType, vaeType);

    /// <summary>The device.</summary>
    public Device Device { get; }

    /// <summary>The UNet's number format.</summary>
    public ScalarType UNetType { get; }

    /// <summary>The VAE's number format.</summary>
    public ScalarType VaeType { get; }

    /// <summary>Whether this is the CPU.</summary>
    public bool IsCpu => Device.type == DeviceType.CPU;

    /// <summary>The device as a user would write it.</summary>
    public string Name => IsCpu ? "cpu" : $"cuda:{Math.Max(0, Device.index)}";

    /// <summary>Finds the device asked for and settles what <c>auto</c> means on it.</summary>
    /// <param name="requested">The device asked for.</param>
    /// <param name="precision">The precision asked for.</param>
    /// <exception cref="DeviceUnavailableException">The device is not there, or cannot compute in this precision.</exception>
    /// <exception cref="TensorLibraryException">The tensor library cannot be loaded.</exception>
    public static DeviceChoice Resolve(ComputeDevice requested, ComputePrecision precision)
    {
        TensorLibrary.Load();
        bool wantsCuda = requested.Kind == ComputeDeviceKind.Cuda;
        if (wantsCuda && !cuda.is_available())
            throw new DeviceUnavailableException(requested.ToString(), "this libtorch finds no CUDA device. Choose device cpu or auto.");
        if (wantsCuda && (requested.Index < 0 || requested.Index >= cuda.device_count()))
            throw new DeviceUnavailableException(requested.ToString(), $"there are {cuda.device_count()} CUDA devices, numbered from 0.");
        if (wantsCuda || (requested.Kind == ComputeDeviceKind.Auto && cuda.is_available()))
            return OnCuda(requested.Index, precision);
        return precision switch
        {
            ComputePrecision.Auto when !Processor.ComputesBFloat16 => new(CPU, ScalarType.Float32, ScalarType.Float32),
            ComputePrecision.Float32 => new(CPU, ScalarType.Float32, ScalarType.Float32),
            ComputePrecision.Auto or ComputePrecision.BFloat16 => new(CPU, ScalarType.BFloat16, ScalarType.BFloat16),
            _ => throw new DeviceUnavailableException("cpu", "it cannot compute convolutions in fp16. Choose precision fp32 or bf16."),
        };
    }

    // Auto keeps the VAE in float32: it is the part whose rounding is visible, and the one that overflows in half precision.
    private static DeviceChoice OnCuda(int index, ComputePrecision precision)
    {
        var device = new Device(DeviceType.CUDA, index);
        return precision switch
        {
            ComputePrecision.Auto => new(device, ScalarType.BFloat16, ScalarType.Float32),
            ComputePrecision.Float32 => new(device, ScalarType.Float32, ScalarType.Float32),
            ComputePrecision.BFloat16 => new(device, ScalarType.BFloat16, ScalarType.BFloat16),
            _ => new(device, ScalarType.Float16, ScalarType.Float16),
        };
    }
}
