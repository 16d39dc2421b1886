using SrPlugin.Cli.Upscaling;

namespace SrPlugin.Cli.Output;

/// <summary>Shows how far a batch is.</summary>
internal interface IBatchProgress
{
    /// <summary>Runs the work on one file and shows its progress meanwhile.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="index">Its place in the batch, from 0.</param>
    /// <param name="work">The work.</param>
    void Track(string name, int index, Action<IProgress<WorkProgress>> work);
}
