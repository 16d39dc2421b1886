namespace SrPlugin.Protocol;

/// <summary>A sign of life between other events: the data of a <c>heartbeat</c> event.</summary>
/// <param name="SilentSeconds">How long the engine has been silent while computing; 0 when it is not computing. One tile of a large model
/// may take a minute.</param>
public sealed record JobHeartbeat(double SilentSeconds);
