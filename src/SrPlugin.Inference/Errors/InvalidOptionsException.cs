using SrPlugin.Protocol;

namespace SrPlugin.Inference.Errors;

/// <summary>Some options are out of their range. Carries every fault, not only the first.</summary>
public sealed class InvalidOptionsException : SrPluginException
{
    /// <summary>Creates the exception from all faults found.</summary>
    /// <param name="faults">One sentence a fault: the option, its value, the allowed range.</param>
    public InvalidOptionsException(IReadOnlyList<string> faults)
        : base(ErrorCode.InvalidRequest, string.Join(" ", faults)) => Faults = faults;

    /// <summary>One sentence a fault.</summary>
    public IReadOnlyList<string> Faults { get; }
}
