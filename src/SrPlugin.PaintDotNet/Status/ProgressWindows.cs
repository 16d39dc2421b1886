namespace SrPlugin.PaintDotNet.Status;

/// <summary>Shows a job's progress in a small window of its own, once the job takes noticeably long.</summary>
internal sealed class ProgressWindows : IProgressDisplay
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(800);

    /// <inheritdoc/>
    public IProgressReport Begin(Action cancel) => new ProgressWindow(cancel, Patience);
}
