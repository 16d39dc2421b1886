namespace SrPlugin.Protocol;

/// <summary>How degraded a picture is.</summary>
/// <param name="Blur">0 (sharp) … 1 (very blurred).</param>
/// <param name="Noise">0 (clean) … 1 (very noisy).</param>
public sealed record DegradationScores(double Blur, double Noise);
