using System.Globalization;

namespace SrPlugin.Inference.S3Diff;

/// <summary>How degraded a picture is: the two numbers that modulate S3Diff's LoRA.</summary>
/// <param name="Blur">0 (sharp) … 1 (very blurred).</param>
/// <param name="Noise">0 (clean) … 1 (very noisy).</param>
public readonly record struct DegradationScore(float Blur, float Noise)
{
    /// <summary>Both scores with three decimals, independent of the culture.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"blur {Blur:0.000}, noise {Noise:0.000}");
}
