using PaintDotNet.PropertySystem;
using SrPlugin.PaintDotNet.Controls;
using SrPlugin.PaintDotNet.FakeHost.Documents;
using SrPlugin.PaintDotNet.Jobs;
using SrPlugin.PaintDotNet.Pixels;
using SrPlugin.PaintDotNet.Status;

namespace SrPlugin.PaintDotNet.Tests.Effects;

/// <summary>A host that does not keep to the order of calls.</summary>
public sealed class RacingTokenTests
{
    [Fact]
    public void SetToken_FromManyThreads_OneJobAtATime()
    {
        const int Threads = 8, TokensEach = 10;
        using var bench = new Bench();
        int running = 0, most = 0;
        bench.Service.Before = async (_, _) =>
        {
            int now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref running);
        };
        ControlSet set = bench.Parts.CreateControlSet();
        using var session = new EffectSession(
            bench.Parts, set, new SourcePicture(new FakeEnvironment(new FakeImage(20, 10, FakeImage.Pattern))),
            new HostMessages(bench.Editor.Services), bench.Editor.Services);

        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            for (int i = 0; i < TokensEach; i++)
            {
                PropertyCollection properties = PropertyFactory.Create(set);
                properties["guidance"]!.Value = 2 + (((thread * TokensEach) + i) * 0.1);
                using var cancellation = new CancellationTokenSource();
                if (i % 3 == 0)
                    cancellation.Cancel();
                session.SetToken(properties, hasDialog: true, cancellation.Token);
            }
        });

        most.ShouldBe(1);
        bench.Service.Requests.Count.ShouldBe(Threads * TokensEach * 6 / 10, "the cancelled ones are not sent");
        bench.Editor.Services.Errors.ShouldBeEmpty();
    }

    [Fact]
    public void SetToken_AfterDispose_DoesNothing()
    {
        using var bench = new Bench();
        ControlSet set = bench.Parts.CreateControlSet();
        var environment = new FakeEnvironment(new FakeImage(20, 10, FakeImage.Pattern));
        var session = new EffectSession(
            bench.Parts, set, new SourcePicture(environment), new HostMessages(bench.Editor.Services), bench.Editor.Services);
        session.Dispose();

        session.SetToken(PropertyFactory.Create(set), hasDialog: true, CancellationToken.None);

        bench.Service.Requests.ShouldBeEmpty();
        environment.Layer.IsDisposed.ShouldBeTrue();
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (int seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
        {
            if (Interlocked.CompareExchange(ref target, value, seen) == seen)
                return;
        }
    }
}
