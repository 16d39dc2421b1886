namespace SrPlugin.Inference.Schedulers;

/// <summary>How the noise variances run from the first to the last training timestep.</summary>
public enum BetaSchedule
{
    /// <summary>Evenly spaced.</summary>
    Linear,

    /// <summary>Evenly spaced square roots, squared: what latent diffusion models use.</summary>
    ScaledLinear,
}
