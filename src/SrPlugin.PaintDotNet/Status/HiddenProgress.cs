using SrPlugin.Protocol;

namespace SrPlugin.PaintDotNet.Status;

/// <summary>Shows nothing: where there are no windows.</summary>
internal sealed class HiddenProgress : IProgressDisplay, IProgressReport
{
    /// <inheritdoc/>
    public IProgressReport Begin(Action cancel) => this;

    /// <inheritdoc/>
    public void Report(JobProgress value)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
