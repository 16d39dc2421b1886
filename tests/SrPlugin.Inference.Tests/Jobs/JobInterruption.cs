using SrPlugin.Inference.Jobs;

namespace SrPlugin.Inference.Tests.Jobs;

/// <summary>A checkpoint that runs a function in place of another job.</summary>
/// <param name="run">Gets the number of the checkpoint, from 1; returns whether it changed anything.</param>
internal sealed class JobInterruption(Func<int, bool> run) : IJobCheckpoint
{
    public int Passed { get; private set; }

    public bool Pass() => run(++Passed);
}
