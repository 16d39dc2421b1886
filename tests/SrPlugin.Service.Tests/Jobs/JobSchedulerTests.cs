using Microsoft.Extensions.Time.Testing;
using SrPlugin.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Service.Jobs;
using SrPlugin.Service.Tests.Harness;

namespace SrPlugin.Service.Tests.Jobs;

public sealed class JobSchedulerTests
{
    private readonly JobScheduler _scheduler = new(capacity: 3, TimeProvider.System);

    [Fact]
    public void TryReserve_CountsReservedAndWaitingPlaces()
    {
        _scheduler.TryReserve().ShouldBeTrue();
        _scheduler.TryReserve().ShouldBeTrue();
        _scheduler.Enqueue(NewJob(JobPriority.Batch)).ShouldBeTrue();
        _scheduler.TryReserve().ShouldBeTrue();

        _scheduler.TryReserve().ShouldBeFalse();
        _scheduler.Waiting.ShouldBe(3);
        _scheduler.Release();
        _scheduler.TryReserve().ShouldBeTrue();
    }

    [Fact]
    public void TryCloseIdle_OnlyWhenNothingIsReceivedWaitsOrRuns()
    {
        _scheduler.TryReserve();
        _scheduler.TryCloseIdle().ShouldBeFalse("one is being received");
        _scheduler.Enqueue(NewJob(JobPriority.Batch));
        _scheduler.TryCloseIdle().ShouldBeFalse("one waits");
        Take();
        _scheduler.TryCloseIdle().ShouldBeFalse("one runs");
        _scheduler.IsClosed.ShouldBeFalse();
        _scheduler.Complete();

        _scheduler.TryCloseIdle().ShouldBeTrue();

        _scheduler.IsClosed.ShouldBeTrue();
        _scheduler.TryReserve().ShouldBeFalse();
    }

    [Fact]
    public void TryTake_JobsOfOneQueue_InTheOrderTheyCame()
    {
        Job[] jobs = [NewJob(JobPriority.Batch), NewJob(JobPriority.Batch), NewJob(JobPriority.Batch)];
        foreach (Job job in jobs)
            Put(job);

        foreach (Job expected in jobs)
            Take().ShouldBe(expected);
    }

    [Fact]
    public void TryTake_BothQueues_InteractiveFirst()
    {
        Job batch = NewJob(JobPriority.Batch), interactive = NewJob(JobPriority.Interactive);
        Put(batch);
        Put(interactive);

        Take().ShouldBe(interactive);
        Take().ShouldBe(batch);
    }

    [Fact]
    public void TryTakeInteractive_OnlyBatchJobsWait_TakesNone()
    {
        Job interactive = NewJob(JobPriority.Interactive);
        Put(NewJob(JobPriority.Batch));
        Put(NewJob(JobPriority.Batch));
        Take();

        _scheduler.TryTakeInteractive(out _).ShouldBeFalse();
        Put(interactive);
        _scheduler.TryTakeInteractive(out Job? taken).ShouldBeTrue();

        (taken, _scheduler.Running).ShouldBe((interactive, 2));
    }

    [Fact]
    public void InactiveTime_CountsFromTheLastActivityOfARunningJob()
    {
        var clock = new FakeTimeProvider();
        var scheduler = new JobScheduler(capacity: 3, clock);
        clock.Advance(TimeSpan.FromSeconds(5));
        scheduler.InactiveTime.ShouldBe(TimeSpan.Zero, "no job runs");
        scheduler.TryReserve();
        scheduler.Enqueue(NewJob(JobPriority.Batch));
        scheduler.TryTake(out _);
        clock.Advance(TimeSpan.FromSeconds(3));

        scheduler.InactiveTime.ShouldBe(TimeSpan.FromSeconds(3));
        scheduler.RecordActivity();
        scheduler.InactiveTime.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Close_Waiting_AreReturnedAndNoJobIsTaken()
    {
        Job job = NewJob(JobPriority.Interactive);
        Put(job);

        _scheduler.Close().ShouldBe([job]);

        _scheduler.TryTake(out _).ShouldBeFalse();
        _scheduler.TryReserve().ShouldBeFalse();
    }

    [Fact]
    public void RequestUnload_NothingToDo_IsTaken()
    {
        _scheduler.RequestUnload();

        Take().ShouldBeNull();
    }

    [Fact]
    public void RequestUnload_JobComesFirst_TheJobIsTaken()
    {
        Job job = NewJob(JobPriority.Batch);
        _scheduler.RequestUnload();
        Put(job);

        Take().ShouldBe(job);
    }

    private Job? Take()
    {
        _scheduler.TryTake(out Job? job).ShouldBeTrue();
        return job;
    }

    private void Put(Job job)
    {
        _scheduler.TryReserve().ShouldBeTrue();
        _scheduler.Enqueue(job).ShouldBeTrue();
    }

    private static Job NewJob(JobPriority priority)
    {
        JobRequest request = Samples.Request(1, 1) with { Priority = priority };
        return new Job(JobKind.Upscale, request, JobPicture.Of(request, new byte[3], null), null);
    }
}
