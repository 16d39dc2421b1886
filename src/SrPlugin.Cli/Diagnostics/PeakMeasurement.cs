using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Cli.Diagnostics;

/// <summary>Measures what the machine can do at best: convolutions and matrix products of the networks' own shapes, alone.</summary>
internal static class PeakMeasurement
{
    /// <summary>The 3×3 convolution that fills most of the UNet's first level.</summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="type">In which number format.</param>
    /// <param name="budget">Time to spend.</param>
    public static PeakSample Convolution(Device device, ScalarType type, TimeSpan budget) => Convolve(1, 320, 64, device, type, budget);

    /// <summary>The linear layer that fills most of the UNet's first level.</summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="type">In which number format.</param>
    /// <param name="budget">Time to spend.</param>
    public static PeakSample Product(Device device, ScalarType type, TimeSpan budget) => Multiply(4096, 320, 2560, device, type, budget);

    /// <summary>The two above and larger ones.</summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="type">In which number format.</param>
    /// <param name="budget">Time to spend on each.</param>
    public static IReadOnlyList<PeakSample> All(Device device, ScalarType type, TimeSpan budget) =>
    [
        Convolution(device, type, budget),
        Convolve(1, 512, 128, device, type, budget),
        Product(device, type, budget),
        Multiply(4096, 1280, 5120, device, type, budget),
    ];

    private static PeakSample Convolve(long batch, long channels, long side, Device device, ScalarType type, TimeSpan budget)
    {
        using var scope = NewDisposeScope();
        var x = randn([batch, channels, side, side], ScalarType.Float32, device).to(type);
        var weight = randn([channels, channels, 3, 3], ScalarType.Float32, device).to(type);
        double operations = 2.0 * batch * channels * channels * 9 * side * side;
        return new PeakSample(
            $"conv 3×3 {channels}→{channels} at {side}×{side}",
            Best(operations, device, budget, () => nn.functional.conv2d(x, weight, null, [1, 1], [1, 1]).Dispose()));
    }

    private static PeakSample Multiply(long rows, long inFeatures, long outFeatures, Device device, ScalarType type, TimeSpan budget)
    {
        using var scope = NewDisposeScope();
        var x = randn([rows, inFeatures], ScalarType.Float32, device).to(type);
        var weight = randn([outFeatures, inFeatures], ScalarType.Float32, device).to(type);
        return new PeakSample(
            $"linear {inFeatures}→{outFeatures} over {rows} rows",
            Best(2.0 * rows * inFeatures * outFeatures, device, budget, () => nn.functional.linear(x, weight).Dispose()));
    }

    private static double Best(double operations, Device device, TimeSpan budget, Action run)
    {
        using var gradients = no_grad();
        run();
        Synchronise(device);
        var best = TimeSpan.MaxValue;
        long start = TimeProvider.System.GetTimestamp();
        do
        {
            long before = TimeProvider.System.GetTimestamp();
            run();
            Synchronise(device);
            TimeSpan elapsed = TimeProvider.System.GetElapsedTime(before);
            best = elapsed < best ? elapsed : best;
        }
        while (TimeProvider.System.GetElapsedTime(start) < budget);
        return operations / best.TotalSeconds / 1e9;
    }

    private static void Synchronise(Device device)
    {
        if (device.type == DeviceType.CUDA)
            cuda.synchronize(device);
    }
}
