using SrPlugin.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Networks.Lora;

/// <summary>
/// A low-rank adapter whose inner r×r matrix M depends on the degradation: y = base(x) + scaling · B(Mᵀ · A(x))
/// (S3Diff, Zhang et al. 2024, eq. 6). A is a convolution or linear layer of the base's geometry, B maps back to the base's channels.
/// </summary>
internal sealed class LoraAdapter(IAdaptable layer, Parameter a, Parameter b, double scaling, int block)
{
    /// <summary>The layer the adapter belongs to.</summary>
    public IAdaptable Layer => layer;

    /// <summary>Which block embedding makes the modulation.</summary>
    public int Block => block;

    /// <summary>M [N, r, r], borrowed; null while the adapter does not run beside its layer.</summary>
    public Tensor? Modulation { get; set; }

    /// <summary>
    /// Whether the layer computes with W + scaling · B · Mᵀ · A instead of running the adapter beside it: cheaper, for one M.
    /// </summary>
    public bool IsMerged { get; set; }

    /// <summary>The layer's weight with the adapter added for the only M, differentiable in everything; fresh.</summary>
    public Tensor MergedWeight()
    {
        using var scope = NewDisposeScope();
        return layer.Weight.Plus(WeightDelta(Modulation!.squeeze(0))).MoveToOuterDisposeScope();
    }

    /// <summary>Whether the adapter runs beside its layer.</summary>
    public bool IsActive => Modulation is not null;

    /// <summary>y + scaling · B(Mᵀ · A(x)) of a convolution; consumes y.</summary>
    public Tensor AddConvolution(Tensor y, Tensor x, long[] stride, long[] padding)
    {
        using var scope = NewDisposeScope();
        var inner = MapConvolution.Run(x, a.to(x.dtype), null, stride, padding); // [N, r, H, W]
        var (batch, rank, height, width) = (inner.shape[0], inner.shape[1], inner.shape[2], inner.shape[3]);
        var transposed = ModulationFor(batch, x.dtype).transpose(1, 2);
        var modulated = transposed.bmm(inner.reshape(batch, rank, height * width)).reshape(batch, rank, height, width);
        var outer = MapConvolution.Run(modulated, b.to(x.dtype), null, [1, 1], [0, 0]); // [N, Cout, H, W]
        return Fresh.AddScaled(y, outer, scaling).MoveToOuterDisposeScope();
    }

    /// <summary>y + scaling · B(Mᵀ · A(x)) of a linear layer over [N, L, C]; consumes y.</summary>
    public Tensor AddLinear(Tensor y, Tensor x)
    {
        using var scope = NewDisposeScope();
        var inner = functional.linear(x, a.to(x.dtype)); // [N, L, r]
        var modulated = inner.bmm(ModulationFor(x.shape[0], x.dtype));
        var outer = functional.linear(modulated, b.to(x.dtype)); // [N, L, Cout]
        return Fresh.AddScaled(y, outer, scaling).MoveToOuterDisposeScope();
    }

    /// <summary>scaling · B · Mᵀ · A in the shape of the layer's weight, float32, fresh.</summary>
    /// <param name="modulation">M [r, r].</param>
    public Tensor WeightDelta(Tensor modulation)
    {
        using var scope = NewDisposeScope();
        var rank = a.shape[0];
        var right = modulation.transpose(0, 1).unsqueeze(0).bmm(a.reshape(1, rank, -1)); // [1, r, Cin·kernel]
        var delta = b.reshape(1, b.shape[0], rank).bmm(right); // [1, Cout, Cin·kernel]
        return Fresh.Scale(delta, scaling).reshape(layer.Weight.shape).MoveToOuterDisposeScope();
    }

    // A batch may hold every picture several times (one copy per prompt), all copies of the first prompt first.
    private Tensor ModulationFor(long batch, ScalarType dtype)
    {
        var modulation = Modulation!.to(dtype);
        if (modulation.shape[0] == batch)
            return modulation;
        if (batch % modulation.shape[0] != 0)
            throw new InvalidOperationException(
                $"Degradation scores were set for {modulation.shape[0]} pictures, but the batch holds {batch}.");
        return modulation.repeat(batch / modulation.shape[0], 1, 1);
    }
}
