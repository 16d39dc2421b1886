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
        JobPlace first = Reserve().ShouldNotBeNull(), second = Reserve().ShouldNotBeNull();
        _scheduler.Enqueue(NewJob(JobPriority.Batch), first).ShouldBeTrue();
        Reserve().ShouldNotBeNull();

        Reserve().ShouldBeNull();
        _scheduler.Waiting.ShouldBe(3);
        _scheduler.Release(second);
        Reserve().ShouldNotBeNull();
    }

    [Fact]
    public void TryCloseIdle_OnlyWhenNothingIsReceivedWaitsOrRuns()
    {
        JobPlace place = Reserve().ShouldNotBeNull();
        _scheduler.TryCloseIdle().ShouldBeFalse("one is being received");
        _scheduler.Enqueue(NewJob(JobPriority.Batch), place);
        _scheduler.TryCloseIdle().ShouldBeFalse("one waits");
        Take();
        _scheduler.TryCloseIdle().ShouldBeFalse("one runs");
        _scheduler.IsClosed.ShouldBeFalse();
        _scheduler.Complete();

        _scheduler.TryCloseIdle().ShouldBeTrue();

        _scheduler.IsClosed.ShouldBeTrue();
        Reserve().ShouldBeNull();
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
    public void TryReserve_HostWithHundredsOfJobs_LeavesHalfOfThePlacesToOthers()
    {
        var scheduler = new JobScheduler(capacity: 64, TimeProvider.System);
        JobSender greedy = new("greedy", 1), modest = new("modest", 2);

        Enumerable.Range(0, 300).Count(process => scheduler.TryReserve(greedy with { Process = process }, out _) is not null).ShouldBe(32);

        scheduler.TryReserve(greedy, out string refusal).ShouldBeNull();
        refusal.ShouldContain("32 jobs of greedy");
        scheduler.TryReserve(modest, out _).ShouldNotBeNull();
    }

    [Fact]
    public void TryMarkBatch_BatchJobsOfManyHosts_LeaveAQuarterOfThePlacesToInteractiveJobs()
    {
        var scheduler = new JobScheduler(capacity: 64, TimeProvider.System);
        JobPlace[] places = [
            .. Enumerable.Range(0, 64).Select(number => scheduler.TryReserve(new JobSender($"host{number}", number), out _)!)
        ];

        places.Count(scheduler.TryMarkBatch).ShouldBe(48);
    }

    [Fact]
    public void TryTake_HostWithHundredsOfBatchJobs_TakesTurnsWithTheOthers()
    {
        var scheduler = new JobScheduler(capacity: 1000, TimeProvider.System);
        JobSender greedy = new("greedy", 1), modest = new("modest", 2), third = new("third", 3);
        foreach (JobSender sender in (JobSender[])[.. Enumerable.Repeat(greedy, 400), modest, modest, third])
            scheduler.Enqueue(NewJob(JobPriority.Batch, sender), scheduler.TryReserve(sender, out _)!);

        string[] order = [.. Enumerable.Range(0, 8).Select(_ => Next(scheduler).Sender.Host)];

        order.ShouldBe(["greedy", "modest", "third", "greedy", "modest", "greedy", "greedy", "greedy"]);
    }

    [Fact]
    public void TryTake_ProcessesOfOneHost_TakeTurnsAtTheHostsTurns()
    {
        var scheduler = new JobScheduler(capacity: 1000, TimeProvider.System);
        JobSender first = new("srplugin", 1), second = new("srplugin", 2), other = new("gimp", 3);
        foreach (JobSender sender in (JobSender[])[first, first, first, second, second, other, other])
            scheduler.Enqueue(NewJob(JobPriority.Batch, sender), scheduler.TryReserve(sender, out _)!);

        int[] order = [.. Enumerable.Range(0, 7).Select(_ => Next(scheduler).Sender.Process)];

        order.ShouldBe([1, 3, 2, 3, 1, 2, 1]);
    }

    [Fact]
    public void TryTake_NewHostsComeAllTheTime_NobodyWaitsForMoreThanOneJobOfEach()
    {
        var scheduler = new JobScheduler(capacity: 1000, TimeProvider.System);
        JobSender patient = new("patient", 1);
        Put("patient", 3);
        int number = 0, patientTurns = 0;
        for (int turn = 0; turn < 12; turn++)
        {
            Put($"new{number++}", 1);
            Put($"new{number++}", 1);
            patientTurns += Next(scheduler).Sender.Host == patient.Host ? 1 : 0;
        }

        patientTurns.ShouldBe(3);

        void Put(string host, int count)
        {
            for (int i = 0; i < count; i++)
                scheduler.Enqueue(NewJob(JobPriority.Batch, new JobSender(host, 1)), scheduler.TryReserve(new JobSender(host, 1), out _)!);
        }
    }

    private static Job Next(JobScheduler scheduler)
    {
        scheduler.TryTake(out Job? job).ShouldBeTrue();
        scheduler.Complete();
        return job!;
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
        scheduler.Enqueue(NewJob(JobPriority.Batch), scheduler.TryReserve(JobSender.Unknown, out _)!);
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
        Reserve().ShouldBeNull();
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
        _scheduler.Enqueue(job, Reserve().ShouldNotBeNull()).ShouldBeTrue();
    }

    private JobPlace? Reserve() => _scheduler.TryReserve(JobSender.Unknown, out _);

    private static Job NewJob(JobPriority priority, JobSender? sender = null)
    {
        JobRequest request = Samples.Request(1, 1) with { Priority = priority };
        return new Job(JobKind.Upscale, request, JobPicture.Of(request, new byte[3], null), null) { Sender = sender ?? JobSender.Unknown };
    }
}
