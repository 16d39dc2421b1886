using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Layers;

/// <summary>
/// Mean and variance of every (image, group) of a feature map, gathered from bands of its rows.
/// Bands are merged in float64 with the pairwise update of Chan, Golub and LeVeque, so the result does not depend on the split
/// beyond rounding.
/// </summary>
internal sealed class GroupStatistics
{
    private readonly double[] _mean;
    private readonly double[] _squares; // sum of squared deviations from the mean
    private readonly long _channelsPerGroup;
    private double _count; // pixels seen of every channel

    public GroupStatistics(long batch, long groups, long channels)
    {
        Batch = batch;
        _channelsPerGroup = channels / groups;
        _mean = new double[batch * groups];
        _squares = new double[batch * groups];
    }

    /// <summary>Number of images.</summary>
    public long Batch { get; }

    /// <summary>Adds the elements of a band [N, C, h, W].</summary>
    public void Add(Tensor band)
    {
        using var scope = NewDisposeScope();
        // By channel first: the channels of a group need not lie side by side in memory.
        var wide = band.to(ScalarType.Float32);
        var mean = wide.mean([2L, 3L], true);
        var difference = wide - mean;
        difference.mul_(difference);
        var means = Values(mean);
        var squares = Values(difference.sum([2L, 3L]));
        var perGroup = (int)_channelsPerGroup;
        double count = band.shape[2] * band.shape[3];
        for (var i = 0; i < means.Length; i++)
            Merge(i / perGroup, means[i], squares[i], _count * perGroup + (i % perGroup) * count, count);
        _count += count;
    }

    private void Merge(int group, double mean, double squares, double before, double count)
    {
        var total = before + count;
        var delta = mean - _mean[group];
        _mean[group] += delta * count / total;
        _squares[group] += squares + delta * delta * before * count / total;
    }

    /// <summary>Mean and 1/sqrt(variance + epsilon), each [N, G] float32.</summary>
    public (Tensor Mean, Tensor ReciprocalDeviation) ToTensors(double epsilon, Device device)
    {
        var mean = Array.ConvertAll(_mean, value => (float)value);
        var rstd = Array.ConvertAll(_squares, value => (float)(1 / Math.Sqrt(value / (_count * _channelsPerGroup) + epsilon)));
        long[] shape = [Batch, _mean.Length / Batch];
        return (tensor(mean, shape, ScalarType.Float32, device), tensor(rstd, shape, ScalarType.Float32, device));
    }

    private static float[] Values(Tensor values)
    {
        using var host = values.to(CPU).reshape(-1).contiguous();
        return MemoryMarshal.Cast<byte, float>(host.bytes).ToArray();
    }
}
