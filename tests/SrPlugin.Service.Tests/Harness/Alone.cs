using SrPlugin.Inference.Jobs;

namespace SrPlugin.Service.Tests.Harness;

/// <summary>Checkpoint and progress of a job that runs without a service.</summary>
internal sealed class Alone : IJobCheckpoint, IProgress<JobProgress>
{
    public static Alone Instance { get; } = new();

    public bool Pass() => false;

    public void Report(JobProgress value)
    {
    }
}
