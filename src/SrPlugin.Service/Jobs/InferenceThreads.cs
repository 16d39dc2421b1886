using Microsoft.Extensions.Logging;
using SrPlugin.Protocol;
using SrPlugin.Service.Engines;
using SrPlugin.Service.Faults;

namespace SrPlugin.Service.Jobs;

/// <summary>The threads of the lanes: take a job, run it on the engine, end it.</summary>
internal sealed class InferenceThreads
{
    private const int StackBytes = 16 << 20;

    private readonly InferenceLanes _lanes;
    private readonly IEngine _engine;
    private readonly TimeProvider _clock;
    private readonly ILogger<InferenceThreads> _log;
    private readonly long[] _tensors = new long[2];
    private readonly Thread[] _threads;
    private long _completed;
    private long _failed;

    public InferenceThreads(InferenceLanes lanes, IEngine engine, TimeProvider clock, ILogger<InferenceThreads> log)
    {
        (_lanes, _engine, _clock, _log) = (lanes, engine, clock, log);
        _threads = [.. Enum.GetValues<JobPriority>().Select(Start)];
    }

    /// <summary>Jobs that ended well.</summary>
    public long Completed => Interlocked.Read(ref _completed);

    /// <summary>Jobs that ended otherwise.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Tensors alive after each lane's last job.</summary>
    public long LiveTensors => Volatile.Read(ref _tensors[0]) + Volatile.Read(ref _tensors[1]);

    /// <summary>Waits for the threads to leave, after the lanes were closed.</summary>
    /// <returns>False when one still computes.</returns>
    public bool Join(TimeSpan time) => _threads.All(thread => thread.Join(time));

    /// <summary>Ends a job that never ran.</summary>
    public void Abandon(Job job, ErrorResponse reason)
    {
        Interlocked.Increment(ref _failed);
        job.Fail(reason);
    }

    private Thread Start(JobPriority priority)
    {
        var thread = new Thread(() => Loop(priority), StackBytes) { IsBackground = true, Name = $"inference ({priority})" };
        thread.Start();
        return thread;
    }

    private void Loop(JobPriority priority)
    {
        while (_lanes.TryTake(priority, out Job? job))
        {
            try
            {
                if (job is null)
                    Unload();
                else
                    Run(job);
            }
            finally
            {
                Volatile.Write(ref _tensors[(int)priority], CountTensors());
                _lanes.Done(priority);
            }
        }
    }

    private void Run(Job job)
    {
        var time = new ComputingTime(_clock);
        try
        {
            job.Stopping.ThrowIfCancellationRequested();
            job.Report(null);
            EngineJob work = job.Work!;
            if (job.Kind == JobKind.Estimate)
            {
                DegradationScores scores = _engine.Estimate(work, job.Stopping);
                Interlocked.Increment(ref _completed);
                job.Complete(scores);
                return;
            }

            EngineResult result = _engine.Run(work, new Progress(this, job, time), job.Stopping);
            job.Stopping.ThrowIfCancellationRequested();
            Interlocked.Increment(ref _completed);
            _log.LogInformation(
                "Job {Job}: {Width}×{Height} to {ResultWidth}×{ResultHeight} by {Model} in {Seconds} s",
                job.Id, work.Request.Width, work.Request.Height, result.Width, result.Height, result.Recipe.Model, Math.Round(time.Elapsed.TotalSeconds, 3));
            job.Complete(Describe(work.Request, result, time), result.Pixels);
        }
        catch (OperationCanceledException) when (job.Stopping.IsCancellationRequested)
        {
            _log.LogInformation("Job {Job}: {Code} after {Seconds} s", job.Id, job.StopReason.Code, Math.Round(time.Elapsed.TotalSeconds, 3));
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

    private void Unload()
    {
        string models = string.Join(", ", _engine.ResidentModels);
        _engine.Unload();
        _log.LogInformation("Freed {Models}", models);
    }

    private static JobResult Describe(JobRequest request, EngineResult result, ComputingTime time) => new()
    {
        Width = result.Width,
        Height = result.Height,
        Channels = request.Channels,
        SampleFormat = request.SampleFormat,
        Scores = result.Scores,
        RecipeUsed = result.Recipe,
        ModelHash = result.ModelHash,
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
        catch (Exception exception) when (exception is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or BadImageFormatException)
        {
            return 0;
        }
    }

    private sealed class Progress(InferenceThreads threads, Job job, ComputingTime time) : IProgress<EngineProgress>
    {
        private double _percent;

        public void Report(EngineProgress value)
        {
            if (value.Fraction <= 0)
                time.BeginEstimate();
            _percent = Math.Max(_percent, Math.Round(100 * Math.Clamp(value.Fraction, 0, 1), 2));
            job.Report(new JobProgress
            {
                Stage = value.Stage,
                Tile = value.Completed,
                TileCount = value.Total,
                Percent = _percent,
                SecondsLeft = time.SecondsLeft(_percent / 100),
            }, value.Preview);
            time.Skip(threads._lanes.Yield(job.Priority, job.Stopping));
            job.Stopping.ThrowIfCancellationRequested();
        }
    }
}
