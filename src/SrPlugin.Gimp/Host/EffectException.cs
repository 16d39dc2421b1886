using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Host;

/// <summary>The effect cannot be applied to this picture. The message says why and what the user can do.</summary>
/// <param name="message">What is wrong, and the remedy.</param>
/// <param name="innerException">What it comes from.</param>
internal sealed class EffectException(string message, Exception? innerException = null)
    : SrPluginException(ErrorCode.InvalidRequest, message, innerException: innerException);
