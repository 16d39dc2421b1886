namespace SrPlugin.Cli.Upscaling;

/// <summary>Tells the progress of one of several parts of a picture's work, which count alike.</summary>
/// <param name="target">Told of the whole.</param>
/// <param name="done">Parts that are done.</param>
/// <param name="count">All parts.</param>
internal sealed class ShareOfProgress(IProgress<WorkProgress> target, int done, int count) : IProgress<WorkProgress>
{
    public void Report(WorkProgress value) => target.Report(value with { Fraction = (done + value.Fraction) / count });
}
