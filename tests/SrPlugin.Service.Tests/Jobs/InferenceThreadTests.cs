using Microsoft.Extensions.Logging.Abstractions;
using SrPlugin.Inference.Jobs;
using SrPlugin.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Service.Engines;
using SrPlugin.Service.Hosting;
using SrPlugin.Service.Jobs;
using SrPlugin.Service.Memory;
using SrPlugin.Service.Metrics;
using SrPlugin.Service.Tests.Harness;
using JobProgress = SrPlugin.Inference.Jobs.JobProgress;

namespace SrPlugin.Service.Tests.Jobs;

public sealed class InferenceThreadTests : IDisposable
{
    private readonly JobScheduler _scheduler = new(capacity: 8, TimeProvider.System);
    private readonly ScriptedEngine _engine = new();
    private readonly ServiceMetrics _metrics;
    private readonly InferenceThread _thread;

    public InferenceThreadTests() => _thread = new InferenceThread(
        _scheduler, _engine,
        _metrics = new ServiceMetrics(_scheduler, new PictureBudget(1), new ConnectionGate(1), _engine, TimeProvider.System),
        TimeProvider.System,
        NullLogger<InferenceThread>.Instance);

    public void Dispose()
    {
        _metrics.Dispose();
        _scheduler.Close();
        _thread.Join(TimeSpan.FromMinutes(1)).ShouldBeTrue();
    }

    [Fact]
    public async Task Pass_BatchJob_RunsTheWaitingInteractiveJobsOnTheSameThreadToTheirEnd()
    {
        Job first = NewJob(JobPriority.Interactive, 2), second = NewJob(JobPriority.Interactive, 3),
        laterBatch = NewJob(JobPriority.Batch, 4);
        _engine.BeforeTile[(1, 1)] = () =>
        {
            Put(laterBatch);
            Put(first);
            Put(second);
        };
        Job batch = NewJob(JobPriority.Batch, 1);
        Put(batch);

        await Task.WhenAll(new[] { batch, first, second, laterBatch }.Select(job => job.Ended)).WaitAsync(TimeSpan.FromMinutes(1));

        _engine.Steps.ShouldBe(
            ["1.0", "1.1", "2.0", "2.1", "2.2", "2 ends", "3.0", "3.1", "3.2", "3 ends", "1.2", "1 ends", "4.0", "4.1", "4.2", "4 ends"]);
        _engine.Threads.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Pass_InteractiveJob_IsNotSuspended()
    {
        Job other = NewJob(JobPriority.Interactive, 2);
        _engine.BeforeTile[(1, 0)] = () => Put(other);
        Job job = NewJob(JobPriority.Interactive, 1);
        Put(job);

        await Task.WhenAll(job.Ended, other.Ended).WaitAsync(TimeSpan.FromMinutes(1));

        _engine.Steps.ShouldBe(["1.0", "1.1", "1.2", "1 ends", "2.0", "2.1", "2.2", "2 ends"]);
    }

    [Fact]
    public async Task Pass_InteractiveJobFails_TheBatchJobGoesOn()
    {
        Job interactive = NewJob(JobPriority.Interactive, 2), batch = NewJob(JobPriority.Batch, 1);
        _engine.BeforeTile[(1, 1)] = () => Put(interactive);
        _engine.BeforeTile[(2, 1)] = () => throw new InvalidOperationException("Something went wrong.");
        Put(batch);

        await Task.WhenAll(batch.Ended, interactive.Ended).WaitAsync(TimeSpan.FromMinutes(1));

        (batch.Snapshot.State, interactive.Snapshot.State).ShouldBe((JobState.Completed, JobState.Failed));
    }

    [Fact]
    public async Task Pass_BatchJobCancelledWhileAnotherRuns_EndsBeforeItsNextTile()
    {
        Job interactive = NewJob(JobPriority.Interactive, 2), batch = NewJob(JobPriority.Batch, 1);
        _engine.BeforeTile[(1, 1)] = () => Put(interactive);
        _engine.BeforeTile[(2, 1)] = () => batch.Stop(new ErrorResponse { Code = ErrorCode.Cancelled, Message = "Not wanted any more." });
        Put(batch);

        await Task.WhenAll(batch.Ended, interactive.Ended).WaitAsync(TimeSpan.FromMinutes(1));

        _engine.Steps.ShouldBe(["1.0", "1.1", "2.0", "2.1", "2.2", "2 ends"]);
        (batch.Snapshot.State, interactive.Snapshot.State).ShouldBe((JobState.Cancelled, JobState.Completed));
    }

    private void Put(Job job)
    {
        _scheduler.Enqueue(job, _scheduler.TryReserve(JobSender.Unknown, out _)!).ShouldBeTrue();
    }

    // The seed is the job's number.
    private static Job NewJob(JobPriority priority, int number)
    {
        JobRequest request = Samples.Request(1, 1, recipe: new Recipe { Seed = number }) with { Priority = priority };
        return new Job(JobKind.Upscale, request, JobPicture.Of(request, new byte[3], null), null);
    }

    /// <summary>Runs every job as three tiles, and records them.</summary>
    private sealed class ScriptedEngine : IEngine
    {
        public List<string> Steps { get; } = [];

        public HashSet<int> Threads { get; } = [];

        public Dictionary<(int Job, int Tile), Action> BeforeTile { get; } = [];

        public string Name => "scripted";

        public string Device => "none";

        public IReadOnlyList<string> ResidentModels => [];

        public IReadOnlyList<ModelDescription> DescribeModels() => [];

        public ModelDescription Find(Recipe? recipe) => throw new NotSupportedException();

        public JobOutcome Run(
            Recipe? recipe, JobPicture picture, IJobCheckpoint checkpoint, IProgress<JobProgress> progress,
            CancellationToken cancellationToken)
        {
            int number = (int)recipe!.Seed!.Value;
            for (int tile = 0; tile < 3; tile++)
            {
                progress.Report(new JobProgress(JobStage.Denoise, tile, 3, tile / 3.0));
                if (BeforeTile.Remove((number, tile), out Action? before))
                    before();
                Steps.Add($"{number}.{tile}");
                Threads.Add(Environment.CurrentManagedThreadId);
                checkpoint.Pass();
                cancellationToken.ThrowIfCancellationRequested();
            }

            Steps.Add($"{number} ends");
            return new JobOutcome(picture.Source, recipe, null, []);
        }

        public DegradationScores Estimate(Recipe? recipe, JobPicture picture, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public void Unload()
        {
        }

        public long CountTensors() => 0;

        public void Dispose()
        {
        }
    }
}
