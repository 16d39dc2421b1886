using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Layers;

/// <summary>A group normalisation with its statistics already fixed: x · factor + offset, each [N, C, 1, 1] float32.</summary>
internal sealed class NormalizationTransform(Tensor factor, Tensor offset) : IDisposable
{
    /// <summary>Normalises a band [N, C, h, W]; the result has the band's element type.</summary>
    public Tensor Apply(Tensor band)
    {
        if (band.dtype == ScalarType.Float32)
            return offset.PlusProduct(band, factor);
        using var wide = band.to(ScalarType.Float32);
        using var normalised = offset.PlusProduct(wide, factor);
        return normalised.to(band.dtype);
    }

    public void Dispose()
    {
        factor.Dispose();
        offset.Dispose();
    }
}
