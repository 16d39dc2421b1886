using SrPlugin.Protocol;

namespace SrPlugin.Inference.Errors;

/// <summary>A network returned numbers that cannot be a picture: NaN, infinity, or the same value everywhere.</summary>
public sealed class UnusableOutputException : SrPluginException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="stage">The step whose result is unusable.</param>
    /// <param name="reason">What is wrong with it.</param>
    /// <param name="precision">The precision it was computed in.</param>
    public UnusableOutputException(string stage, string reason, string precision)
        : base(
            ErrorCode.InvalidOutput,
            $"{stage} returned {reason} (computed in {precision}). The model's files may be damaged: verify them, and if they are sound, "
            + "try precision fp32 on device cpu.")
    {
        Stage = stage;
        Precision = precision;
    }

    /// <summary>The step whose result is unusable.</summary>
    public string Stage { get; }

    /// <summary>The precision it was computed in.</summary>
    public string Precision { get; }
}
