using Microsoft.Extensions.Logging;
using SrPlugin.Inference.Jobs;
using SrPlugin.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Service.Engines;
using SrPlugin.Service.Faults;
using SrPlugin.Service.Metrics;
using InferenceProgress = SrPlugin.Inference.Jobs.JobProgress;
using JobProgress = SrPlugin.Protocol.JobProgress;

namespace SrPlugin.Service.Jobs;

/// <summary>
/// The one thread that computes. It takes jobs from the scheduler and runs them on the engine. A batch job's
/// <see cref="IJobCheckpoint"/> runs the interactive jobs that wait, on this thread and inside the batch job's call.
/// </summary>
internal sealed class InferenceThread
{
    private const int StackBytes = 16 << 20;

    private readonly JobScheduler _scheduler;
    private readonly IEngine _engine;
    private readonly ServiceMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger<InferenceThread> _log;
    private readonly Thread _thread;
    private long _completed;
    private long _failed;
    private long _liveTensors;

    public InferenceThread(JobScheduler scheduler, IEngine engine, ServiceMetrics metrics, TimeProvider clock, ILogger<InferenceThread> log)
    {
        (_scheduler, _engine, _metrics, _clock, _log) = (scheduler, engine, metrics, clock, log);
        _thread = new Thread(Loop, StackBytes) { IsBackground = true, Name = "inference" };
        _thread.Start();
    }

    /// <summary>Gets the number of jobs that ended well.</summary>
    public long Completed => Interlocked.Read(ref _completed);

    /// <summary>Gets the number of jobs that failed or were cancelled.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Gets the number of tensors that were alive when the thread last had no job.</summary>
    public long LiveTensors => Interlocked.Read(ref _liveTensors);

    /// <summary>Waits for the thread to end, after the scheduler was closed.</summary>
    /// <returns>False when it still computes.</returns>
    public bool Join(TimeSpan time) => _thread.Join(time);

    /// <summary>Ends a job that never ran.</summary>
    public void Abandon(Job job, ErrorResponse reason)
    {
        Interlocked.Increment(ref _failed);
        _metrics.AddJob(job, reason.Code == ErrorCode.Cancelled ? JobState.Cancelled : JobState.Failed);
        job.Fail(reason);
    }

    private void Loop()
    {
        while (_scheduler.TryTake(out Job? job))
        {
            if (job is null)
                Unload();
            else
                Run(job);
            Interlocked.Exchange(ref _liveTensors, CountTensors());
            if (job is not null)
                _scheduler.Complete();
        }
    }

    private void Run(Job job)
    {
        var time = new ComputingTime(_clock);
        var progress = new Progress(this, job, time);
        try
        {
            job.Stopping.ThrowIfCancellationRequested();
            job.Begin(_clock.GetTimestamp());
            JobPicture picture = job.Picture!;
            if (job.Kind == JobKind.Estimate)
            {
                DegradationScores scores = _engine.Estimate(job.Request.Recipe, picture, job.Stopping);
                Succeed(job, time);
                job.Complete(scores);
                return;
            }

            JobOutcome outcome = _engine.Run(job.Request.Recipe, picture, new Checkpoint(this, job, time), progress, job.Stopping);
            job.Stopping.ThrowIfCancellationRequested();
            progress.EndStage();
            Succeed(job, time);
            _log.LogInformation(
                "Job {Job}: {Width}×{Height} to {ResultWidth}×{ResultHeight} by {Model} in {Seconds} s",
                job.Id, job.Request.Width, job.Request.Height, outcome.Pixels.Width, outcome.Pixels.Height, outcome.Recipe.Model,
                Math.Round(time.Elapsed.TotalSeconds, 3));
            job.Complete(Describe(job.Request, outcome, time), outcome.Pixels.TakeBytes());
        }
        catch (OperationCanceledException) when (job.Stopping.IsCancellationRequested)
        {
            _log.LogInformation(
                "Job {Job}: {Code} after {Seconds} s", job.Id, job.StopReason.Code, Math.Round(time.Elapsed.TotalSeconds, 3));
            Abandon(job, job.StopReason);
        }
#pragma warning disable CA1031 // The edge of a job: whatever goes wrong ends this job and no other.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ErrorResponse error = FaultCatalog.Describe(exception);
            _log.LogError(exception, "Job {Job}: {Code} after {Seconds} s", job.Id, error.Code, Math.Round(time.Elapsed.TotalSeconds, 3));
            Abandon(job, error);
        }
    }

    private void Succeed(Job job, ComputingTime time)
    {
        Interlocked.Increment(ref _completed);
        _metrics.AddJob(job, JobState.Completed);
        _metrics.AddDuration(job, time.Elapsed);
    }

    private void Unload()
    {
        string models = string.Join(", ", _engine.ResidentModels);
        _engine.Unload();
        _log.LogInformation("Freed {Models}", models);
    }

    private static JobResult Describe(JobRequest request, JobOutcome outcome, ComputingTime time) => new()
    {
        Width = outcome.Pixels.Width,
        Height = outcome.Pixels.Height,
        Channels = request.Channels,
        SampleFormat = request.SampleFormat,
        Scores = outcome.Scores,
        RecipeUsed = outcome.Recipe,
        ModelHash = outcome.ModelHash,
        Version = ProgramVersion.Text,
        Seconds = Math.Round(time.Elapsed.TotalSeconds, 3),
    };

    // Counting asks the tensor library, which may be the very thing that is missing.
    private long CountTensors()
    {
        try
        {
            return _engine.CountTensors();
        }
        catch (Exception exception) when (exception is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException
            or BadImageFormatException)
        {
            return 0;
        }
    }

    private sealed class Checkpoint(InferenceThread thread, Job job, ComputingTime time) : IJobCheckpoint
    {
        public bool Pass()
        {
            thread._scheduler.RecordActivity();
            if (job.Priority == JobPriority.Interactive)
                return false;
            long start = thread._clock.GetTimestamp();
            bool hasRun = false;
            while (!job.Stopping.IsCancellationRequested && thread._scheduler.TryTakeInteractive(out Job? next))
            {
                thread.Run(next);
                thread._scheduler.Complete();
                hasRun = true;
            }

            if (hasRun)
                time.Skip(thread._clock.GetElapsedTime(start));
            thread._scheduler.RecordActivity();
            return hasRun;
        }
    }

    private sealed class Progress(InferenceThread thread, Job job, ComputingTime time) : IProgress<InferenceProgress>
    {
        private double _percent;
        private string _stage = StageWords.Of(JobStage.Prepare);
        private TimeSpan _counted;

        /// <summary>Counts the time since the last report for the stage that is under way.</summary>
        public void EndStage()
        {
            TimeSpan now = time.Elapsed;
            thread._metrics.AddStage(job, _stage, now - _counted);
            _counted = now;
        }

        public void Report(InferenceProgress value)
        {
            thread._scheduler.RecordActivity();

            // What is finished of a stage took the time since the last report; what begins did not.
            if (value.Completed > 0)
                _stage = StageWords.Of(value.Stage);
            EndStage();
            _stage = StageWords.Of(value.Stage);
            if (value.Fraction <= 0)
                time.BeginEstimate();
            _percent = Math.Max(_percent, Math.Round(100 * Math.Clamp(value.Fraction, 0, 1), 2));
            job.Report(new JobProgress
            {
                Stage = StageWords.Of(value.Stage),
                Tile = value.Completed,
                TileCount = value.Total,
                Percent = _percent,
                SecondsLeft = time.SecondsLeft(_percent / 100),
            }, job.Request.Previews ? PreviewPicture.Of(value.Preview) : null);
        }
    }
}
