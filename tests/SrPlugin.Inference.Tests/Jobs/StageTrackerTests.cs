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
    public void Report_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource();
        var tracker = new StageTracker(null, source.Token);
        tracker.Begin(JobStage.Encode, 2);
        source.Cancel();

        Should.Throw<OperationCanceledException>(() => tracker.Report(1, 2));
    }
}
