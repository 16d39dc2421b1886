namespace SrPlugin.Inference.AddSr;

/// <summary>What the first step starts from.</summary>
public enum AddSrStart
{
    /// <summary>The source's latent, noised to the first timestep. The default.</summary>
    Source,

    /// <summary>Noise alone; the VAE's encoder is not run.</summary>
    Noise,
}
