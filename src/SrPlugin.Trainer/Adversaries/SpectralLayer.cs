using System.Runtime.InteropServices;
using SrPlugin.Networks.Layers;
using SrPlugin.Trainer.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Adversaries;

/// <summary>
/// A weight that is divided by an estimate of its largest singular value (Miyato et al. 2018): one power iteration whenever it is used, the
/// gradient through the weight alone.
/// </summary>
internal sealed class SpectralLayer : IDisposable
{
    private const double Epsilon = 1e-12;

    /// <summary>Builds a layer with torch's starting values: uniform within the inverse root of the inputs' number.</summary>
    /// <param name="name">The name of its tensors, without their ending.</param>
    /// <param name="random">Draws the values.</param>
    /// <param name="device">Where it lies.</param>
    /// <param name="shape">Of the weight: outputs first.</param>
    public SpectralLayer(string name, SeededRandom random, Device device, params long[] shape)
    {
        Name = name;
        var inputs = shape.Skip(1).Aggregate(1L, (product, side) => product * side);
        var limit = 1 / Math.Sqrt(inputs);
        Weight = new Parameter(Filled(shape, () => random.Next(-limit, limit)).to(device));
        Bias = new Parameter(Filled([shape[0]], () => random.Next(-limit, limit)).to(device));
        (U, V) = (Unit(Filled([shape[0]], random.NextGaussian)).to(device), Unit(Filled([inputs], random.NextGaussian)).to(device));
    }

    /// <summary>The name of its tensors, without their ending.</summary>
    public string Name { get; }

    /// <summary>The weight before the division.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias.</summary>
    public Parameter Bias { get; }

    /// <summary>The estimate of the left singular vector.</summary>
    public Tensor U { get; }

    /// <summary>The estimate of the right singular vector.</summary>
    public Tensor V { get; }

    /// <summary>Everything that is trained, under its published name.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Parameters => [(Name + ".bias", Bias), (Name + ".weight_orig", Weight)];

    /// <summary>Everything that is kept beside, under its published name.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Buffers => [(Name + ".weight_u", U), (Name + ".weight_v", V)];

    /// <summary>The divided weight, after one more power iteration.</summary>
    public Tensor Divided()
    {
        using var scope = NewDisposeScope();
        var matrix = Weight.reshape(Weight.shape[0], -1);
        Tensor u, v;
        using (no_grad())
        {
            v = Unit(matrix.t().mm(U.unsqueeze(1)).squeeze(1));
            u = Unit(matrix.mm(v.unsqueeze(1)).squeeze(1));
            U.copy_(u);
            V.copy_(v);
        }

        var norm = (u * matrix.mm(v.unsqueeze(1)).squeeze(1)).sum();
        return (Weight / norm).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        Weight.Dispose();
        Bias.Dispose();
        U.Dispose();
        V.Dispose();
    }

    private static Tensor Unit(Tensor x) => x / x.norm().Clamp(Epsilon, float.MaxValue);

    private static Tensor Filled(long[] shape, Func<float> draw)
    {
        var result = empty(shape, ScalarType.Float32, CPU);
        foreach (ref var value in MemoryMarshal.Cast<byte, float>(result.bytes))
            value = draw();
        return result;
    }
}
