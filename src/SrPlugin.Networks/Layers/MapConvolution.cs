using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Layers;

/// <summary>
/// 2-D convolutions on the CPU by kernels that are right. libtorch 2.10 computes some kinds wrong on some processors: kernels larger than
/// 1×1 with channels outermost whose number is no multiple of 16, and 1×1 with channels innermost (docs/dev/torchsharp.md). These kinds
/// are never asked for. Every other kind is compared with float64 the first time it is needed; one that fails is computed as a matrix
/// product from then on. On other devices this is <c>conv2d</c>.
/// </summary>
public static class MapConvolution
{
    private const long SafeMultiple = 16;
    private const long UnfoldedBytes = 32L << 20;

    private static readonly ConcurrentDictionary<ConvolutionKind, bool> _isRight = new();

    /// <summary>Gets the number of kinds of convolution that were compared with float64 in this process.</summary>
    public static int CheckedKinds => _isRight.Count;

    /// <summary>Gets the number of kinds that this processor computes wrong, so that matrix products take their place.</summary>
    public static int ReplacedKinds => _isRight.Values.Count(isRight => !isRight);

    /// <summary>Convolves a map; the result has the map's order in memory.</summary>
    /// <param name="x">[N, Cin, H, W].</param>
    /// <param name="weight">[Cout, Cin, kH, kW].</param>
    /// <param name="bias">[Cout]; null for none.</param>
    /// <param name="stride">Along rows and columns.</param>
    /// <param name="padding">Zeros on each side, along rows and columns.</param>
    /// <returns>[N, Cout, H', W'], fresh.</returns>
    /// <exception cref="WrongKernelException">This processor computes neither the convolution nor the matrix product right.</exception>
    public static Tensor Run(Tensor x, Tensor weight, Tensor? bias, long[] stride, long[] padding)
    {
        if (x.device_type != DeviceType.CPU)
            return functional.conv2d(x, weight, bias, stride, padding);
        bool isOutermost = x.is_contiguous();
        if (IsPointwise(weight, stride, padding))
            return isOutermost ? Checked(x, weight, bias, stride, padding) : Pointwise(x, weight, bias);
        if (!isOutermost || (weight.shape[0] % SafeMultiple == 0 && weight.shape[1] % SafeMultiple == 0))
            return Checked(x, weight, bias, stride, padding);
        using var scope = NewDisposeScope();
        return Checked(MapLayout.ChannelsLast(x), weight, bias, stride, padding).contiguous().MoveToOuterDisposeScope();
    }

    private static bool IsPointwise(Tensor weight, long[] stride, long[] padding) =>
        weight.shape[2] == 1 && weight.shape[3] == 1 && stride is [1, 1] && padding is [0, 0];

    /// <summary>A 1×1 convolution of a map with channels innermost: a linear layer over its pixels.</summary>
    private static Tensor Pointwise(Tensor x, Tensor weight, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        var pixels = x.permute(0, 2, 3, 1); // [N, H, W, Cin]
        return functional.linear(pixels, weight.reshape(weight.shape[0], -1), bias).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    private static Tensor Checked(Tensor x, Tensor weight, Tensor? bias, long[] stride, long[] padding)
    {
        var kind = new ConvolutionKind(
            x.dtype, weight.shape[2], weight.shape[3], weight.shape[1], weight.shape[0], stride[0], x.is_contiguous());
        return _isRight.GetOrAdd(kind, static (kind, weight) => KernelCheck.IsRight(kind, weight), weight)
            ? functional.conv2d(x, weight, bias, stride, padding)
            : Product(x, weight, bias, stride, padding);
    }

    /// <summary>The convolution as a matrix product over unfolded rows, in parts of bounded memory.</summary>
    internal static Tensor Product(Tensor x, Tensor weight, Tensor? bias, long[] stride, long[] padding)
    {
        using var scope = NewDisposeScope();
        var (kernelHeight, kernelWidth) = (weight.shape[2], weight.shape[3]);
        var padded = functional.pad(x, (padding[1], padding[1], padding[0], padding[0]));
        var flat = weight.reshape(weight.shape[0], -1); // [Cout, Cin·kH·kW]
        long height = (padded.shape[2] - kernelHeight) / stride[0] + 1;
        long width = (padded.shape[3] - kernelWidth) / stride[1] + 1;
        long bytesPerRow = x.shape[0] * flat.shape[1] * width * x.element_size();
        long rowsAtOnce = Math.Clamp(UnfoldedBytes / bytesPerRow, 1, height);
        var parts = new List<Tensor>();
        for (long row = 0; row < height; row += rowsAtOnce)
        {
            long rows = Math.Min(rowsAtOnce, height - row);
            using var part = NewDisposeScope();
            var source = padded.narrow(2, row * stride[0], (rows - 1) * stride[0] + kernelHeight);
            // [N, Cin·kH·kW, rows·W']
            var taps = functional.unfold(source, (kernelHeight, kernelWidth), null, null, (stride[0], stride[1]));
            var result = functional.linear(taps.transpose(1, 2), flat, bias); // [N, rows·W', Cout]
            parts.Add(result.reshape(x.shape[0], rows, width, weight.shape[0]).MoveToOuterDisposeScope());
        }
        var map = cat(parts, 1).permute(0, 3, 1, 2);
        return (x.is_contiguous() ? map.contiguous() : map).MoveToOuterDisposeScope();
    }
}
