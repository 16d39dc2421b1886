namespace SrPlugin.Inference.Schedulers;

/// <summary>What the UNet's output means.</summary>
public enum PredictionType
{
    /// <summary>The noise in the sample.</summary>
    Epsilon,

    /// <summary>The clean sample itself.</summary>
    Sample,

    /// <summary>√ᾱ · noise − √(1−ᾱ) · clean sample (velocity).</summary>
    VPrediction,
}
