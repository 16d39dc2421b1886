namespace SrPlugin.Protocol;

/// <summary>The answer to a submitted job.</summary>
/// <param name="Id">What the job is called from now on.</param>
public sealed record JobAccepted(string Id);
