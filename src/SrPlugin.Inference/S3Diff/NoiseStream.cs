namespace SrPlugin.Inference.S3Diff;

/// <summary>The independent random draws of a run.</summary>
internal enum NoiseStream
{
    /// <summary>The draw from the latent distribution.</summary>
    Posterior,

    /// <summary>The noise added for a starting timestep.</summary>
    Start,
}
