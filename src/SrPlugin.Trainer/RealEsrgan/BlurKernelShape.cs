namespace SrPlugin.Trainer.RealEsrgan;

/// <summary>The profile of a blur kernel over q, the squared distance from the centre in standard deviations.</summary>
public enum BlurKernelShape
{
    /// <summary>exp(−q/2).</summary>
    Gaussian,

    /// <summary>exp(−q^β/2).</summary>
    Generalized,

    /// <summary>1/(1 + q^β).</summary>
    Plateau,
}
