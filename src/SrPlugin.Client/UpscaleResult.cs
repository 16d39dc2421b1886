using SrPlugin.Protocol;

namespace SrPlugin.Client;

/// <summary>A finished picture.</summary>
/// <param name="Details">Its size, and the recipe that made it.</param>
/// <param name="Pixels">Interleaved rows without padding, in the source's channels and sample format; the caller's own.</param>
public sealed record UpscaleResult(JobResult Details, byte[] Pixels);
