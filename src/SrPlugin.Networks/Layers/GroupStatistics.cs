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
    private readonly long _groups;
    private double _count;

    public GroupStatistics(long batch, long groups)
    {
        Batch = batch;
        _groups = groups;
        _mean = new double[batch * groups];
        _squares = new double[batch * groups];
    }

    /// <summary>Number of images.</summary>
    public long Batch { get; }

    /// <summary>Adds the elements of a band [N, C, h, W].</summary>
    public void Add(Tensor band)
    {
        using var scope = NewDisposeScope();
        var grouped = band.to(ScalarType.Float32).reshape(Batch, _groups, -1);
        double count = grouped.shape[2];
        var mean = grouped.mean([2L], true);
        var difference = grouped - mean;
        difference.mul_(difference);
        var squares = difference.sum([2L]);
        var means = Values(mean.reshape(-1));
        var deviations = Values(squares.reshape(-1));
        var total = _count + count;
        for (var i = 0; i < _mean.Length; i++)
        {
            var delta = means[i] - _mean[i];
            _mean[i] += delta * count / total;
            _squares[i] += deviations[i] + delta * delta * _count * count / total;
        }
        _count = total;
    }

    /// <summary>Mean and 1/sqrt(variance + epsilon), each [N, G] float32.</summary>
    public (Tensor Mean, Tensor ReciprocalDeviation) ToTensors(double epsilon, Device device)
    {
        var mean = Array.ConvertAll(_mean, value => (float)value);
        var rstd = Array.ConvertAll(_squares, value => (float)(1 / Math.Sqrt(value / _count + epsilon)));
        long[] shape = [Batch, _groups];
        return (tensor(mean, shape, ScalarType.Float32, device), tensor(rstd, shape, ScalarType.Float32, device));
    }

    private static float[] Values(Tensor flat)
    {
        using var host = flat.to(CPU);
        return MemoryMarshal.Cast<byte, float>(host.bytes).ToArray();
    }
}
