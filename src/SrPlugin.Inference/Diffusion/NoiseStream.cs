namespace SrPlugin.Inference.Diffusion;

/// <summary>The independent random draws of a run.</summary>
internal enum NoiseStream
{
    /// <summary>The draw from the latent distribution.</summary>
    Posterior,

    /// <summary>The noise that a run starts with.</summary>
    Start,

    /// <summary>The noise added after the first of several steps.</summary>
    FirstRenoise,

    /// <summary>The noise added after the second step.</summary>
    SecondRenoise,

    /// <summary>The noise added after the third step.</summary>
    ThirdRenoise,
}
