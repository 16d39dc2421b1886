using SrPlugin.Protocol;

namespace SrPlugin.Networks.Layers;

/// <summary>Thrown when the tensor library computes a layer wrong on this processor in every way that is known.</summary>
public sealed class WrongKernelException : SrPluginException
{
    internal WrongKernelException(ConvolutionKind kind)
        : base(
            ErrorCode.DeviceUnavailable,
            $"On this processor, libtorch computes convolutions wrong ({kind.KernelHeight}×{kind.KernelWidth}, {kind.InChannels} → "
            + $"{kind.OutChannels} channels, {kind.Type}). Set the environment variable ONEDNN_MAX_CPU_ISA to AVX2 and try again; "
            + "srplugin doctor shows whether it helps.")
    {
    }
}
