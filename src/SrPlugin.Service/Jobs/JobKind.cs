namespace SrPlugin.Service.Jobs;

/// <summary>What is wanted of the engine.</summary>
internal enum JobKind
{
    /// <summary>A restored or enlarged picture.</summary>
    Upscale,

    /// <summary>The degradation's scores only.</summary>
    Estimate,
}
