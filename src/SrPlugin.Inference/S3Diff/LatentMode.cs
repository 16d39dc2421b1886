namespace SrPlugin.Inference.S3Diff;

/// <summary>What is taken from the latent distribution the encoder returns.</summary>
public enum LatentMode
{
    /// <summary>The distribution's mean: no randomness. The default.</summary>
    // Differs from upstream: the authors always sample, from the global generator, so that no two runs agree.
    Mode,

    /// <summary>A draw from the distribution by the job's seeded generator.</summary>
    Sample,
}
