using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SrPlugin.Inference.Devices;

/// <summary>The device a user asks for: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
/// <param name="Kind">The kind of device.</param>
/// <param name="Index">Number of the CUDA device, from 0; 0 for the other kinds.</param>
public readonly record struct ComputeDevice(ComputeDeviceKind Kind, int Index = 0)
{
    /// <summary>CUDA where there is one, else the CPU.</summary>
    public static ComputeDevice Auto => new(ComputeDeviceKind.Auto);

    /// <summary>The CPU.</summary>
    public static ComputeDevice Cpu => new(ComputeDeviceKind.Cpu);

    /// <summary>A CUDA device by number.</summary>
    /// <param name="index">From 0.</param>
    public static ComputeDevice Cuda(int index = 0) => new(ComputeDeviceKind.Cuda, index);

    /// <summary>Reads <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>, in any case.</summary>
    /// <param name="text">The text.</param>
    /// <param name="device">The device, when the text names one.</param>
    /// <returns>Whether the text names a device.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out ComputeDevice device)
    {
        const string CudaPrefix = "cuda:";
        device = default;
        switch (text?.ToLowerInvariant())
        {
            case null:
                return false;
            case "auto":
                return true;
            case "cpu":
                device = Cpu;
                return true;
            case "cuda":
                device = Cuda();
                return true;
            case var name when name.StartsWith(CudaPrefix, StringComparison.Ordinal)
                    && int.TryParse(name.AsSpan(CudaPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int index):
                device = Cuda(index);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Reads <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>, in any case.</summary>
    /// <exception cref="FormatException">The text names no device.</exception>
    public static ComputeDevice Parse(string text) =>
        TryParse(text, out var device)
            ? device
            : throw new FormatException($"\"{text}\" names no device. Write auto, cpu, cuda or cuda:N.");

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Kind switch
    {
        ComputeDeviceKind.Auto => "auto",
        ComputeDeviceKind.Cpu => "cpu",
        _ => string.Create(CultureInfo.InvariantCulture, $"cuda:{Index}"),
    };
}
