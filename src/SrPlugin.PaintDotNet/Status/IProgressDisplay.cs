namespace SrPlugin.PaintDotNet.Status;

/// <summary>Shows how far a job is. Paint.NET itself has no place for that.</summary>
internal interface IProgressDisplay
{
    /// <summary>Begins a job. Nothing appears for jobs that end at once.</summary>
    /// <param name="cancel">What the user's Cancel does.</param>
    IProgressReport Begin(Action cancel);
}
