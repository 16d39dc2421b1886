using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>A job as it is sent: what is asked, the pixels and the selection's coverage over them.</summary>
/// <param name="Request">What is asked.</param>
/// <param name="Pixels">The picture.</param>
/// <param name="Coverage">The mask; empty for none.</param>
internal sealed record EffectJob(JobRequest Request, byte[] Pixels, byte[] Coverage)
{
    /// <summary>The same for the whole rectangle.</summary>
    public EffectJob WithoutMask() => this with { Request = Request with { HasMask = false, MaskFormat = null }, Coverage = [] };
}
