using System.Runtime.InteropServices;
using SrPlugin.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Bench;

/// <summary>A golden file: tensors that the authors' own code computed.</summary>
internal sealed class GoldenTensors(string path) : IDisposable
{
    private readonly WeightsSource _source = WeightsSource.Open(path);

    /// <summary>A float32 tensor; the caller's.</summary>
    public Tensor Float(string name)
    {
        TensorInfo info = _source.Tensors[name];
        Tensor tensor = empty([.. info.Shape], ScalarType.Float32, CPU);
        _source.Read(name, tensor.bytes);
        return tensor;
    }

    /// <summary>A tensor's bytes and shape.</summary>
    public (byte[] Values, IReadOnlyList<long> Shape) Bytes(string name)
    {
        TensorInfo info = _source.Tensors[name];
        var values = new byte[info.ByteCount];
        _source.Read(name, values);
        return (values, info.Shape);
    }

    /// <summary>Compares a result with the golden tensor of that name.</summary>
    /// <param name="name">The golden tensor.</param>
    /// <param name="actual">The result, of the same shape.</param>
    /// <param name="limit">Largest difference over standard deviation that counts as right.</param>
    public CheckedTensor Compare(string name, Tensor actual, double limit)
    {
        using var scope = NewDisposeScope();
        Tensor golden = Float(name);
        if (!golden.shape.SequenceEqual(actual.shape))
            return new CheckedTensor(
                $"{name}: shape [{string.Join(", ", actual.shape)}] instead of [{string.Join(", ", golden.shape)}]",
                double.PositiveInfinity, limit);
        float[] expected = Values(golden);
        float[] got = Values(actual.to(ScalarType.Float32).contiguous().to(CPU));
        double mean = expected.Average(value => (double)value);
        double deviation = Math.Sqrt(expected.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, expected.Length - 1));
        double largest = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs((double)got[i] - expected[i]);
            // NaN compares false with everything; it must not pass.
            if (!(difference <= largest))
                largest = difference;
        }

        return new CheckedTensor(name, largest / deviation, limit);
    }

    public void Dispose() => _source.Dispose();

    private static float[] Values(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes).ToArray();
}
