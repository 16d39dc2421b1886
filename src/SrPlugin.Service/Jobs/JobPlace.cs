namespace SrPlugin.Service.Jobs;

/// <summary>A place in the queue for a job that is being received.</summary>
/// <param name="sender">Who sends it.</param>
internal sealed class JobPlace(JobSender sender)
{
    /// <summary>Gets who sends the job.</summary>
    public JobSender Sender { get; } = sender;

    /// <summary>Gets or sets a value indicating whether the job is known to be a batch job.</summary>
    public bool IsBatch { get; set; }
}
