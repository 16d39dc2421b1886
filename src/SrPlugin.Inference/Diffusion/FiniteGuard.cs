using SrPlugin.Inference.Errors;
using SrPlugin.Inference.Jobs;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Diffusion;

/// <summary>Catches overflow: SD2-class networks leave float16's range, and damaged weights leave every range.</summary>
internal static class FiniteGuard
{
    /// <summary>Computes a stage, in float32 once more if the first result is not finite. The result is the caller's.</summary>
    /// <param name="stage">The stage, for the error.</param>
    /// <param name="type">The number format the stage's network computes in.</param>
    /// <param name="widen">Turns that network to float32.</param>
    /// <param name="compute">The stage.</param>
    /// <exception cref="UnusableOutputException">The result is not finite in float32 either.</exception>
    public static Tensor Run(JobStage stage, ScalarType type, Action widen, Func<Tensor> compute)
    {
        var result = compute();
        if (IsFinite(result))
            return result;
        result.Dispose();
        if (type == ScalarType.Float32)
            throw Unusable(stage, "fp32");
        widen();
        result = compute();
        if (IsFinite(result))
            return result;
        result.Dispose();
        throw Unusable(stage, $"{type} and fp32");
    }

    private static UnusableOutputException Unusable(JobStage stage, string precision) =>
        new(stage.ToString(), "numbers that are not finite", precision);

    private static bool IsFinite(Tensor value)
    {
        using var scope = NewDisposeScope();
        return value.isfinite().all().item<bool>();
    }
}
