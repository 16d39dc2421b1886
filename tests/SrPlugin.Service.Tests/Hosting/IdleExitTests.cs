using Microsoft.Extensions.Time.Testing;
using SrPlugin.Service.Hosting;
using SrPlugin.Service.Jobs;
using SrPlugin.Service.Options;
using SrPlugin.Service.Tests.Harness;

namespace SrPlugin.Service.Tests.Hosting;

public sealed class IdleExitTests
{
    [Fact]
    public async Task IsTime_RequestIsOpen_StaysHoweverLongItTakes()
    {
        await using RunningService service = await RunningService.StartAsync();
        var (scheduler, registry, clock) = (service.Get<JobScheduler>(), service.Get<JobRegistry>(), new FakeTimeProvider());
        var idle = new IdleExit(new ServiceOptions { LogFolder = service.LogFolder, ExitIdleTime = TimeSpan.FromMinutes(1) }, clock);

        using (idle.Hold())
        {
            clock.Advance(TimeSpan.FromHours(1));
            idle.IsTime(scheduler, registry).ShouldBeFalse();
            clock.Advance(TimeSpan.FromHours(1));
        }

        idle.IsTime(scheduler, registry).ShouldBeFalse("the request has only just ended");
        clock.Advance(TimeSpan.FromSeconds(59));
        idle.IsTime(scheduler, registry).ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(1));
        idle.IsTime(scheduler, registry).ShouldBeTrue();
    }

    [Fact]
    public async Task IsTime_ZeroSeconds_NeverComes()
    {
        await using RunningService service = await RunningService.StartAsync();
        var clock = new FakeTimeProvider();
        var idle = new IdleExit(new ServiceOptions { LogFolder = service.LogFolder, ExitIdleTime = TimeSpan.Zero }, clock);

        clock.Advance(TimeSpan.FromDays(1000));

        idle.IsTime(service.Get<JobScheduler>(), service.Get<JobRegistry>()).ShouldBeFalse();
    }
}
