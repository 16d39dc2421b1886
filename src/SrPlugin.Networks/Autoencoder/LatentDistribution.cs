using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Networks.Autoencoder;

/// <summary>The diagonal Gaussian that the encoder predicts for every latent value, before the scaling factor.</summary>
public sealed class LatentDistribution : IDisposable
{
    /// <summary>A distribution over known moments.</summary>
    /// <param name="moments">[N, 2·L, H, W]: means, then logarithms of the variances. Now owned by the distribution.</param>
    public LatentDistribution(Tensor moments) => Moments = moments;

    /// <summary>[N, 2·L, H, W]: means, then logarithms of the variances as predicted, not clamped. Owned by the distribution.</summary>
    public Tensor Moments { get; }

    /// <summary>The most likely latent, [N, L, H, W]; fresh.</summary>
    public Tensor Mode()
    {
        using var mean = Moments.narrow(1, 0, Moments.shape[1] / 2);
        return mean.clone();
    }

    /// <summary>The logarithm of the variance, clamped to −30…20 as upstream does, [N, L, H, W]; fresh.</summary>
    public Tensor LogVariance()
    {
        using var raw = Moments.narrow(1, Moments.shape[1] / 2, Moments.shape[1] / 2);
        return raw.Clamp(-30, 20);
    }

    /// <summary>The standard deviation, [N, L, H, W]; fresh.</summary>
    public Tensor StandardDeviation()
    {
        using var scope = NewDisposeScope();
        return LogVariance().Times(0.5).exp().MoveToOuterDisposeScope();
    }

    /// <summary>Mean + deviation · <paramref name="noise"/>, [N, L, H, W]; fresh.</summary>
    /// <param name="noise">Standard normal values [N, L, H, W]; borrowed.</param>
    // Differs from upstream: the noise is the caller's, from a seeded generator, never the process-wide one.
    public Tensor Sample(Tensor noise)
    {
        ArgumentNullException.ThrowIfNull(noise);
        using var scope = NewDisposeScope();
        return Mode().Plus(StandardDeviation() * noise.to(Moments.dtype, Moments.device)).MoveToOuterDisposeScope();
    }

    /// <summary>Releases <see cref="Moments"/>.</summary>
    public void Dispose() => Moments.Dispose();
}
