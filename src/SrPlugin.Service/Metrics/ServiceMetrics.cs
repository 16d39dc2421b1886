using System.Diagnostics.Metrics;
using System.Text.Json;
using SrPlugin.Protocol;
using SrPlugin.Service.Engines;
using SrPlugin.Service.Hosting;
using SrPlugin.Service.Jobs;
using SrPlugin.Service.Memory;

namespace SrPlugin.Service.Metrics;

/// <summary>The instruments of the service: what its jobs came to, where their time went, and how it is.</summary>
internal sealed class ServiceMetrics : IDisposable
{
    private readonly Counter<long> _jobs;
    private readonly Histogram<double> _jobDuration;
    private readonly Counter<double> _stageDuration;
    private readonly Counter<long> _refusals;

    public ServiceMetrics(JobScheduler scheduler, PictureBudget pictures, ConnectionGate gate, IEngine engine, TimeProvider clock)
    {
        long start = clock.GetTimestamp();
        _jobs = Meter.CreateCounter<long>("srplugin.jobs", null, "Jobs that ended.");
        _jobDuration = Meter.CreateHistogram<double>("srplugin.job.duration", "s", "Computing time of the jobs that ended well.");
        _stageDuration = Meter.CreateCounter<double>("srplugin.stage.duration", "s", "Computing time by stage.");
        _refusals = Meter.CreateCounter<long>("srplugin.refusals", null, "Requests answered with an error.");
        Meter.CreateObservableGauge(
            "srplugin.queue.jobs",
            () =>
                Enum.GetValues<JobPriority>().Select(
                    priority => new Measurement<long>(scheduler.CountWaiting(priority), Tag("priority", Word(priority)))),
            null, "Jobs that wait.");
        Meter.CreateObservableGauge("srplugin.queue.capacity", () => scheduler.Capacity, null, "Jobs that may wait.");
        Meter.CreateObservableGauge(
            "srplugin.running.jobs", () => scheduler.Running, null, "Jobs begun and not ended, a suspended one included.");
        Meter.CreateObservableGauge("srplugin.requests", () => gate.Requests, null, "Requests in progress, event streams included.");
        Meter.CreateObservableGauge("srplugin.connections", () => gate.Connections, null, "Connections, idle ones included.");
        Meter.CreateObservableGauge("srplugin.process.memory", () => Environment.WorkingSet, "By", "Memory that the process holds.");
        Meter.CreateObservableGauge(
            "srplugin.available.memory", () => MachineMemory.Available, "By", "Memory that programs can still get.");
        Meter.CreateObservableGauge("srplugin.picture.memory", () => pictures.Taken, "By", "Memory that pictures on their way take.");
        Meter.CreateObservableGauge(
            "srplugin.picture.memory.limit", () => pictures.Capacity, "By", "Memory that pictures on their way may take.");
        Meter.CreateObservableGauge("srplugin.resident.models", () => engine.ResidentModels.Count, null, "Models in memory.");
        Meter.CreateObservableGauge(
            "srplugin.uptime", () => clock.GetElapsedTime(start).TotalSeconds, "s", "Time since the service started.");
    }

    /// <summary>Gets the meter of the instruments, which belongs to one service.</summary>
    public Meter Meter { get; } = new("SrPlugin.Service");

    /// <summary>Counts a job that ended.</summary>
    /// <param name="job">The job.</param>
    /// <param name="state">How it ended.</param>
    public void AddJob(Job job, JobState state) =>
        _jobs.Add(1, Tag("state", Word(state)), Tag("pipeline", job.Pipeline), Tag("priority", Word(job.Priority)));

    /// <summary>Records how long a job that ended well took, without its pauses.</summary>
    public void AddDuration(Job job, TimeSpan time) => _jobDuration.Record(time.TotalSeconds, Tag("pipeline", job.Pipeline));

    /// <summary>Adds to the time of a stage.</summary>
    public void AddStage(Job job, string stage, TimeSpan time) =>
        _stageDuration.Add(Math.Max(0, time.TotalSeconds), Tag("stage", stage), Tag("pipeline", job.Pipeline));

    /// <summary>Counts a request that was answered with an error.</summary>
    public void AddRefusal(ErrorCode code) => _refusals.Add(1, Tag("code", JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString())));

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
