using SrPlugin.Protocol;

namespace SrPlugin.Inference.Errors;

/// <summary>The model cannot estimate how blurred and noisy a picture is.</summary>
public sealed class EstimatorMissingException : SrPluginException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="reason">Why it cannot; a sentence.</param>
    /// <param name="remedy">What the user can do; a sentence.</param>
    public EstimatorMissingException(string reason, string remedy)
        : base(ErrorCode.InvalidRequest, reason, remedy)
    {
    }
}
