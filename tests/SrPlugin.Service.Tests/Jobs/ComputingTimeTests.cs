using Microsoft.Extensions.Time.Testing;
using SrPlugin.Service.Jobs;
using SrPlugin.Service.Tests.Harness;

namespace SrPlugin.Service.Tests.Jobs;

public sealed class ComputingTimeTests
{
    [Fact]
    public void SecondsLeft_AfterLoadingAndAPause_CountsNeither()
    {
        var clock = new FakeTimeProvider();
        var time = new ComputingTime(clock);
        clock.Advance(TimeSpan.FromSeconds(100));
        time.BeginEstimate();
        time.SecondsLeft(0.01).ShouldBeNull();
        clock.Advance(TimeSpan.FromSeconds(10 + 40));
        time.Skip(TimeSpan.FromSeconds(40));

        time.SecondsLeft(0.25).ShouldBe(30);
        time.SecondsLeft(1).ShouldBe(0);
        time.Elapsed.ShouldBe(TimeSpan.FromSeconds(110));
    }
}
