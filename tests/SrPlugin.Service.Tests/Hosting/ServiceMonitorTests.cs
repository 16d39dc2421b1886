using SrPlugin.Protocol;
using SrPlugin.Service.Hosting;
using SrPlugin.Service.Tests.Harness;

namespace SrPlugin.Service.Tests.Hosting;

public sealed class ServiceMonitorTests
{
    [Fact]
    public async Task Check_IdleForLong_FreesTheModels()
    {
        await using RunningService service = await RunningService.StartAsync(
            options => options with { ModelIdleTime = TimeSpan.FromMilliseconds(400) });

        await RunAsync(service);

        await Patience.UntilAsync(async () => (await service.Client.HealthAsync()).ResidentModels.Count == 0);
    }

    [Fact]
    public async Task Check_NotIdleForLong_KeepsTheModels()
    {
        await using RunningService service = await RunningService.StartAsync(options => options with { MemoryReserve = 0 });
        await RunAsync(service);

        service.Get<ServiceMonitor>().Check();

        await RunAsync(service); // whatever was asked of the thread comes before this
        (await service.Client.HealthAsync()).ResidentModels.ShouldBe(["test"]);
    }

    [Fact]
    public async Task Check_MemoryRunsShort_FreesTheModelsAtOnce()
    {
        await using RunningService service = await RunningService.StartAsync(options => options with { MemoryReserve = int.MaxValue });
        await RunAsync(service);

        service.Get<ServiceMonitor>().Check();

        await Patience.UntilAsync(async () => (await service.Client.HealthAsync()).ResidentModels.Count == 0);
        await RunAsync(service);
    }

    [Fact]
    public async Task Check_TimeToLeave_TakesNoJobAnyMore()
    {
        await using RunningService service = await RunningService.StartAsync(
            options => options with { ExitIdleTime = TimeSpan.FromMilliseconds(50) });
        await service.Get<ServiceShutdown>().Begun.WaitAsync(TimeSpan.FromMinutes(1));

        (await Should.ThrowAsync<WireException>(() => RunAsync(service))).Code.ShouldBe(ErrorCode.ShuttingDown);
    }

    private static async Task RunAsync(RunningService service)
    {
        JobRequest request = Samples.Request(8, 8);
        await service.Client.RunAsync(request, Samples.Pixels(request));
    }
}
