using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Jobs;

/// <summary>What the effect did.</summary>
/// <param name="Image">The image that holds the result.</param>
/// <param name="Result">What the service says of it.</param>
internal sealed record AppliedEffect(int Image, JobResult Result);
