using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Presets;
using SrPlugin.Service.Engines;
using SrPlugin.Service.Hosting;
using SrPlugin.Service.Jobs;
using SrPlugin.Service.Logs;
using SrPlugin.Service.Memory;

namespace SrPlugin.Service.Http;

/// <summary>What the service says about itself.</summary>
internal sealed class InfoEndpoints(
    IEngine engine, JobScheduler scheduler, InferenceThread thread, JobRegistry registry, PresetLibrary presets, RotatingLogFile logFile,
    ServiceShutdown end, TimeProvider clock)
{
    private readonly long _start = clock.GetTimestamp();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(WireFormat.HealthPath, context => Answers.WriteAsync(context, Health(), ProtocolJson.Default.ServiceHealth));
        routes.MapGet(
            WireFormat.ModelsPath,
            context => Answers.WriteAsync(context, new ModelList(engine.DescribeModels()), ProtocolJson.Default.ModelList));
        routes.MapGet(WireFormat.PresetsPath, context => Answers.WriteAsync(context, presets.Load(), ProtocolJson.Default.PresetList));
        routes.MapPost(WireFormat.ShutdownPath, ShutDownAsync);
    }

    private async Task ShutDownAsync(HttpContext context)
    {
        ServiceHealth last = Health();

        // Before the answer: who has it may send a job at once, which is the next service's.
        registry.StopAll(ServiceShutdown.ShuttingDown);
        context.Response.OnCompleted(() =>
        {
            end.Begin("it was asked to");
            return Task.CompletedTask;
        });
        await Answers.WriteAsync(context, last, ProtocolJson.Default.ServiceHealth, StatusCodes.Status202Accepted).ConfigureAwait(false);
    }

    private ServiceHealth Health() => new()
    {
        Version = ProgramVersion.Text,
        ProtocolVersion = WireFormat.Version,
        ProcessId = Environment.ProcessId,
        Engine = engine.Name,
        Device = engine.Device,
        LogPath = logFile.Path,
        UptimeSeconds = Math.Round(clock.GetElapsedTime(_start).TotalSeconds, 1),
        ProcessBytes = Environment.WorkingSet,
        MachineBytes = MachineMemory.Total,
        AvailableBytes = MachineMemory.Available,
        QueuedJobs = scheduler.Waiting,
        QueueCapacity = scheduler.Capacity,
        RunningJobs = scheduler.Running,
        CompletedJobs = thread.Completed,
        FailedJobs = thread.Failed,
        LiveTensors = thread.LiveTensors,
        ResidentModels = engine.ResidentModels,
    };
}
