using SrPlugin.Protocol;

namespace SrPlugin.Service.Engines;

/// <summary>What an engine gets to do.</summary>
/// <param name="Request">Checked already.</param>
/// <param name="Pixels">As the request describes them; not changed.</param>
/// <param name="Mask">As the request describes it; null without one.</param>
internal sealed record EngineJob(JobRequest Request, byte[] Pixels, byte[]? Mask);
