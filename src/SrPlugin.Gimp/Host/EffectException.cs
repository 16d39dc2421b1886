namespace SrPlugin.Gimp.Host;

/// <summary>The effect cannot be applied to this picture. The message says why and what the user can do.</summary>
/// <param name="message">What is wrong, and the remedy.</param>
internal sealed class EffectException(string message) : Exception(message);
