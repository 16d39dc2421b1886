using SrPlugin.Client;
using SrPlugin.PaintDotNet.Status;

namespace SrPlugin.PaintDotNet.Jobs;

/// <summary>
/// A job at the service, with its progress. It may outlive its token for a moment: when OK is pressed halfway, the host cancels and then
/// sets an equal token again, which takes the job over.
/// </summary>
internal sealed class RunningJob
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly IProgressReport _progress;
    private readonly Task<UpscaleResult> _task;

    /// <summary>Begins.</summary>
    /// <param name="key">What is computed from what.</param>
    /// <param name="pictures">Its pictures.</param>
    /// <param name="service">Who computes.</param>
    /// <param name="display">Shows its progress.</param>
    public RunningJob(string key, JobPictures pictures, IRestorationService service, IProgressDisplay display)
    {
        (Key, Pictures) = (key, pictures);
        _progress = display.Begin(Cancel);
        CancellationToken token = _cancellation.Token;

        // In a thread of the pool from the first step on: the service's client looks for a running service before it waits.
        _task = Task.Run(
            () => service.UpscaleAsync(pictures.Request, pictures.Pixels, pictures.Mask, _progress, token), CancellationToken.None);
        _task.ContinueWith(End, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>What is computed from what: jobs with the same key have the same result.</summary>
    public string Key { get; }

    /// <summary>What was sent.</summary>
    public JobPictures Pictures { get; }

    /// <summary>Waits for the end; for the host's or the user's cancel too, whether the service has heard of it or not.</summary>
    /// <exception cref="OperationCanceledException">Somebody cancelled.</exception>
    /// <exception cref="ServiceException">The job failed.</exception>
    public UpscaleResult Wait(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cancellation.Token);
        Task.WaitAny([_task], either.Token);
        return _task.GetAwaiter().GetResult();
    }

    /// <summary>Cancels the job unless somebody takes it over in time.</summary>
    public void Leave(TimeSpan time) => _cancellation.CancelAfter(time);

    /// <summary>Takes over a job that was left.</summary>
    /// <returns>False when it is too late.</returns>
    public bool TryTakeOver()
    {
        _cancellation.CancelAfter(Timeout.InfiniteTimeSpan);
        return !_cancellation.IsCancellationRequested && !_task.IsFaulted;
    }

    /// <summary>Cancels the job.</summary>
    public void Cancel()
    {
        _cancellation.Cancel();
        _progress.Dispose();
    }

    private void End(Task<UpscaleResult> ended)
    {
        // Seen here, so that a failure after the cancel is not reported as one that nobody looked at.
        _ = ended.Exception;
        _progress.Dispose();
    }
}
