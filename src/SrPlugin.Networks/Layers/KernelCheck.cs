using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Layers;

/// <summary>Compares one kind of convolution with float64, on a small map and a few channels of the result.</summary>
internal static class KernelCheck
{
    private const int Height = 16;
    private const int Width = 20;
    private const int ComparedChannels = 4;
    private const double Float32Bound = 1e-3;
    private const double HalfBound = 0.05;

    /// <summary>Whether this processor computes the kind right, to the rounding of its element type.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="weight">A weight of this kind, [Cout, Cin, kH, kW].</param>
    /// <exception cref="WrongKernelException">The matrix product that would take its place is wrong, too.</exception>
    public static bool IsRight(ConvolutionKind kind, Tensor weight)
    {
        if (kind.Type is not (ScalarType.Float32 or ScalarType.BFloat16))
            return true;
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        long[] stride = [kind.Stride, kind.Stride];
        long[] padding = [kind.KernelHeight / 2, kind.KernelWidth / 2];
        var map = Map(kind.InChannels).to(kind.Type);
        var x = kind.IsOutermost ? map : MapLayout.ChannelsLast(map);
        long[] channels = [
            .. Enumerable.Range(0, ComparedChannels).Select(i => i * (kind.OutChannels - 1) / (ComparedChannels - 1)).Distinct()
        ];
        var chosen = tensor(channels);
        var own = weight.detach();
        var expected = functional.conv2d(
            map.to(ScalarType.Float64), own.index_select(0, chosen).to(ScalarType.Float64), null, stride, padding);
        double bound = kind.Type == ScalarType.Float32 ? Float32Bound : HalfBound;
        bool isRight = IsNear(functional.conv2d(x, own, null, stride, padding).index_select(1, chosen), expected, bound);
        if (!isRight && !IsNear(MapConvolution.Product(x, own, null, stride, padding).index_select(1, chosen), expected, bound))
            throw new WrongKernelException(kind);
        return isRight;
    }

    // The largest error over the deviation of the expected values; a weight of zeros has no deviation.
    private static bool IsNear(Tensor actual, Tensor expected, double bound)
    {
        using var scope = NewDisposeScope();
        double error = expected.Plus(actual.to(ScalarType.Float64), -1).abs().max().item<double>();
        double deviation = expected.std().item<double>();
        return error <= bound * deviation || error == 0;
    }

    // Seeded by hand: the tensor library's own generator belongs to the jobs.
    private static Tensor Map(long channels)
    {
        var random = new Random(1);
        var values = new float[channels * Height * Width];
        foreach (ref float value in values.AsSpan())
            value = random.NextSingle() * 2 - 1;
        var map = empty([1, channels, Height, Width], ScalarType.Float32);
        MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(map.bytes);
        return map;
    }
}
