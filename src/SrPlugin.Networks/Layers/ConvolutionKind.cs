using static TorchSharp.torch;

namespace SrPlugin.Networks.Layers;

/// <summary>What decides which kernel libtorch computes a convolution with.</summary>
/// <param name="Type">The element type.</param>
/// <param name="KernelHeight">Rows of the kernel.</param>
/// <param name="KernelWidth">Columns of the kernel.</param>
/// <param name="InChannels">Channels of the map.</param>
/// <param name="OutChannels">Channels of the result.</param>
/// <param name="Stride">Distance of two taps along the rows.</param>
/// <param name="IsOutermost">Whether the map has its channels outermost in memory, not innermost.</param>
internal readonly record struct ConvolutionKind(
    ScalarType Type, long KernelHeight, long KernelWidth, long InChannels, long OutChannels, long Stride, bool IsOutermost);
