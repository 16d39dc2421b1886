using SrPlugin.Protocol;

namespace SrPlugin.PaintDotNet.Status;

/// <summary>One job's progress; gone when disposed.</summary>
internal interface IProgressReport : IProgress<JobProgress>, IDisposable;
