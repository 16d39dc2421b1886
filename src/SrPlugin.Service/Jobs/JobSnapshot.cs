using SrPlugin.Protocol;

namespace SrPlugin.Service.Jobs;

/// <summary>What a job was at one moment.</summary>
/// <param name="State">Where it stood.</param>
/// <param name="Progress">How far it was.</param>
/// <param name="Preview">The latest intermediate picture; null when there is none, and at the end.</param>
/// <param name="Result">What it made.</param>
/// <param name="Scores">What an estimate found.</param>
/// <param name="Error">Why it ended badly.</param>
internal sealed record JobSnapshot(
    JobState State, JobProgress? Progress, JobPreview? Preview, JobResult? Result, DegradationScores? Scores, ErrorResponse? Error)
{
    /// <summary>Whether nothing will change any more.</summary>
    public bool IsEnd => State is JobState.Completed or JobState.Failed or JobState.Cancelled;
}
