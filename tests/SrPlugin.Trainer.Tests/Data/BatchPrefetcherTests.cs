using SrPlugin.Trainer.Data;
using SrPlugin.Trainer.Degradations;

namespace SrPlugin.Trainer.Tests.Data;

public sealed class BatchPrefetcherTests
{
    [Fact]
    public async Task Next_CancelledWhileBatchesWait_Throws()
    {
        using var waiting = new ManualResetEventSlim();
        var source = new SampleSource(
            new TrainingPictures([], 1, 128, 2, 1, 96), new DegradationSampler(new DegradationOptions()), 1, 0, 0);
        await using var batches = new BatchPrefetcher(source, 0, step =>
        {
            // By now the first batch is written.
            if (step == 1)
                waiting.Set();
            return new BatchShape(1, 32, 1);
        }, 2);
        waiting.Wait();

        Should.Throw<OperationCanceledException>(() => batches.Next(new CancellationToken(canceled: true)));

        batches.Next(CancellationToken.None).Length.ShouldBe(1);
    }
}
