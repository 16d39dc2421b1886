using SrPlugin.Protocol;
using SrPlugin.Service.Engines;
using SrPlugin.Service.Jobs;
using SrPlugin.Service.Tests.Harness;

namespace SrPlugin.Service.Tests.Jobs;

public sealed class InferenceLanesTests
{
    private readonly InferenceLanes _lanes = new(capacity: 3, TimeProvider.System);

    [Fact]
    public void TryReserve_CountsReservedAndWaitingPlaces()
    {
        _lanes.TryReserve().ShouldBeTrue();
        _lanes.TryReserve().ShouldBeTrue();
        _lanes.Enqueue(NewJob(JobPriority.Batch)).ShouldBeTrue();
        _lanes.TryReserve().ShouldBeTrue();

        _lanes.TryReserve().ShouldBeFalse();
        _lanes.Waiting.ShouldBe(3);
        _lanes.Release();
        _lanes.TryReserve().ShouldBeTrue();
    }

    [Fact]
    public void TryCloseIdle_OnlyWhenNothingIsReceivedWaitsOrRuns()
    {
        _lanes.TryReserve();
        _lanes.TryCloseIdle().ShouldBeFalse("one is being received");
        _lanes.Enqueue(NewJob(JobPriority.Batch));
        _lanes.TryCloseIdle().ShouldBeFalse("one waits");
        _lanes.TryTake(JobPriority.Batch, out _);
        _lanes.TryCloseIdle().ShouldBeFalse("one runs");
        _lanes.IsClosed.ShouldBeFalse();
        _lanes.Done(JobPriority.Batch);

        _lanes.TryCloseIdle().ShouldBeTrue();

        _lanes.IsClosed.ShouldBeTrue();
        _lanes.TryReserve().ShouldBeFalse();
    }

    [Fact]
    public void TryTake_JobsOfOneLane_InTheOrderTheyCame()
    {
        Job[] jobs = [NewJob(JobPriority.Batch), NewJob(JobPriority.Batch), NewJob(JobPriority.Batch)];
        foreach (Job job in jobs)
            Put(job);

        foreach (Job expected in jobs)
        {
            _lanes.TryTake(JobPriority.Batch, out Job? taken).ShouldBeTrue();
            taken.ShouldBe(expected);
            _lanes.Done(JobPriority.Batch);
        }
    }

    [Fact]
    public async Task Yield_InteractiveWaits_NeverDoBothCompute()
    {
        int computing = 0, overtaken = 0, collisions = 0;
        const int Interactive = 200;
        var done = new CountdownEvent(Interactive);
        var batch = new Thread(() =>
        {
            while (_lanes.TryTake(JobPriority.Batch, out _))
            {
                Enter();
                while (!done.IsSet)
                {
                    Interlocked.Decrement(ref computing);
                    if (_lanes.Yield(JobPriority.Batch, CancellationToken.None) > TimeSpan.Zero)
                        overtaken++;
                    Enter();
                }

                Interlocked.Decrement(ref computing);
                _lanes.Done(JobPriority.Batch);
            }
        });
        var interactive = new Thread(() =>
        {
            while (_lanes.TryTake(JobPriority.Interactive, out _))
            {
                Enter();
                Interlocked.Decrement(ref computing);
                _lanes.Done(JobPriority.Interactive);
                done.Signal();
            }
        });
        batch.Start();
        interactive.Start();
        Put(NewJob(JobPriority.Batch));
        for (int i = 0; i < Interactive; i++)
        {
            await Patience.UntilAsync(_lanes.TryReserve);
            _lanes.Enqueue(NewJob(JobPriority.Interactive));
        }

        done.Wait(TimeSpan.FromMinutes(2)).ShouldBeTrue();
        _lanes.Close();
        batch.Join();
        interactive.Join();
        collisions.ShouldBe(0);
        overtaken.ShouldBeGreaterThan(0);

        void Enter()
        {
            if (Interlocked.Increment(ref computing) != 1)
                Interlocked.Increment(ref collisions);
        }
    }

    [Fact]
    public async Task Yield_InteractiveWaits_TheNextTileOfTheBatchJobComesAfterIt()
    {
        Put(NewJob(JobPriority.Batch));
        _lanes.TryTake(JobPriority.Batch, out _).ShouldBeTrue();
        _lanes.Yield(JobPriority.Batch, CancellationToken.None).ShouldBe(TimeSpan.Zero);
        Put(NewJob(JobPriority.Interactive));

        Task<TimeSpan> tile = Task.Run(() => _lanes.Yield(JobPriority.Batch, CancellationToken.None));
        _lanes.TryTake(JobPriority.Interactive, out _).ShouldBeTrue();
        bool goesOnTooEarly = tile.IsCompleted;
        _lanes.Done(JobPriority.Interactive);

        goesOnTooEarly.ShouldBeFalse();
        (await tile).ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public void Close_Waiting_AreReturnedAndLanesEnd()
    {
        Job job = NewJob(JobPriority.Interactive);
        Put(job);

        _lanes.Close().ShouldBe([job]);

        _lanes.TryTake(JobPriority.Interactive, out _).ShouldBeFalse();
        _lanes.TryTake(JobPriority.Batch, out _).ShouldBeFalse();
        _lanes.TryReserve().ShouldBeFalse();
    }

    [Fact]
    public void RequestUnload_NothingToDo_IsTakenByTheInteractiveLane()
    {
        _lanes.RequestUnload();

        _lanes.TryTake(JobPriority.Interactive, out Job? job).ShouldBeTrue();
        job.ShouldBeNull();
    }

    [Fact]
    public void RequestUnload_JobComesFirst_TheJobIsTaken()
    {
        Job job = NewJob(JobPriority.Interactive);
        _lanes.RequestUnload();
        Put(job);

        _lanes.TryTake(JobPriority.Interactive, out Job? taken).ShouldBeTrue();
        taken.ShouldBe(job);
    }

    private void Put(Job job)
    {
        _lanes.TryReserve().ShouldBeTrue();
        _lanes.Enqueue(job).ShouldBeTrue();
    }

    private static Job NewJob(JobPriority priority) =>
        new(JobKind.Upscale, new EngineJob(Samples.Request(1, 1) with { Priority = priority }, new byte[3], null), null);
}
