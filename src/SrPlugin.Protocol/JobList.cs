namespace SrPlugin.Protocol;

/// <summary>The jobs that run or wait.</summary>
/// <param name="Jobs">Those that run first, then in the order they came.</param>
public sealed record JobList(IReadOnlyList<JobSummary> Jobs);
