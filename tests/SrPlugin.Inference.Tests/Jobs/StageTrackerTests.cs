using SrPlugin.Inference.Jobs;

namespace SrPlugin.Inference.Tests.Jobs;

public sealed class StageTrackerTests
{
    [Fact]
    public void Report_StageRunsAgain_StaysMonotone()
    {
        var log = new ProgressLog();
        var tracker = new StageTracker(log, CancellationToken.None);
        tracker.Begin(JobStage.Encode, 4);
        tracker.Report(4, 4);
        tracker.Begin(JobStage.Denoise, 2);
        tracker.Report(1, 2);
        tracker.Begin(JobStage.Encode, 16);
        tracker.Report(16, 16);
        tracker.Begin(JobStage.Denoise, 8);
        tracker.Report(3, 8);
        tracker.Report(5, 8);
        tracker.End();

        log.ShouldBeMonotone();
        log.Reports.Select(report => (report.Stage, report.Completed)).ShouldBe(
            [(JobStage.Encode, 0), (JobStage.Encode, 4), (JobStage.Denoise, 0), (JobStage.Denoise, 1), (JobStage.Denoise, 5)]);
        tracker.Times.Select(time => time.Stage).ShouldBe([JobStage.Encode, JobStage.Denoise]);
    }

    [Fact]
    public void Follow_SeveralSteps_GoesThroughTheSameStagesAgain()
    {
        var log = new ProgressLog();
        var tracker = new StageTracker(log, CancellationToken.None);
        tracker.Follow(
        [
            new(JobStage.Control, 0, 0, 1), new(JobStage.Denoise, 0, 0, 2), new(JobStage.Decode, 0, 0, 1),
            new(JobStage.Control, 1, 0, 1), new(JobStage.Denoise, 1, 0, 2), new(JobStage.Decode, 1, 0, 1),
        ]);

        for (int step = 0; step < 2; step++)
        {
            tracker.BeginPart(JobStage.Control, step, 0, 1);
            tracker.BeginPart(JobStage.Denoise, step, 0, 1);
            tracker.Begin(JobStage.Decode, 2, step);
            tracker.Report(1, 2);
        }

        log.Reports.Select(report => (report.Stage, report.Fraction)).ShouldBe(
        [
            (JobStage.Control, 0), (JobStage.Denoise, 0.125), (JobStage.Decode, 0.375), (JobStage.Decode, 0.4375),
            (JobStage.Control, 0.5), (JobStage.Denoise, 0.625), (JobStage.Decode, 0.875), (JobStage.Decode, 0.9375),
        ]);
        tracker.Times.Select(time => time.Stage).ShouldBe([JobStage.Control, JobStage.Denoise, JobStage.Decode], ignoreOrder: true);
    }

    [Fact]
    public void Report_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource();
        var tracker = new StageTracker(null, source.Token);
        tracker.Begin(JobStage.Encode, 2);
        source.Cancel();

        Should.Throw<OperationCanceledException>(() => tracker.Report(1, 2));
    }
}
