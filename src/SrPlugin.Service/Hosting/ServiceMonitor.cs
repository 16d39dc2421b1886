using Microsoft.Extensions.Logging;
using SrPlugin.Protocol.Endpoints;
using SrPlugin.Service.Engines;
using SrPlugin.Service.Jobs;
using SrPlugin.Service.Memory;
using SrPlugin.Service.Options;

namespace SrPlugin.Service.Hosting;

/// <summary>
/// Checks the service periodically: unloads idle models, and ends a service that is idle, whose engine hangs, or whose socket was removed.
/// </summary>
internal sealed class ServiceMonitor : IDisposable
{
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _shortestPause = TimeSpan.FromMilliseconds(20);

    private readonly IEngine _engine;
    private readonly JobScheduler _scheduler;
    private readonly JobRegistry _registry;
    private readonly IdleExit _idle;
    private readonly SocketFile _socket;
    private readonly ServiceShutdown _end;
    private readonly ServiceOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<ServiceMonitor> _log;
    private readonly ITimer _timer;
    private long _lastWork;

    public ServiceMonitor(
        IEngine engine, JobScheduler scheduler, JobRegistry registry, IdleExit idle, SocketFile socket, ServiceShutdown end,
        ServiceOptions options, TimeProvider clock, ILogger<ServiceMonitor> log)
    {
        (_engine, _scheduler, _registry, _idle, _socket, _end, _options, _clock, _log) = (
            engine, scheduler, registry, idle, socket, end, options, clock, log);
        _lastWork = clock.GetTimestamp();
        TimeSpan pause = ShortestTime() / 4;
        pause = pause < _shortestPause ? _shortestPause : pause > _longestPause ? _longestPause : pause;
        _timer = clock.CreateTimer(_ => Check(), null, pause, pause);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Checks once.</summary>
    internal void Check()
    {
        if (_options.StallTime > TimeSpan.Zero && _scheduler.InactiveTime > _options.StallTime)
        {
            // The thread sits in native code and cannot be called back: only a new process helps.
            _log.LogCritical("The engine has been inactive for {Seconds} s", Math.Round(_scheduler.InactiveTime.TotalSeconds));
            _end.Begin("its engine hangs", ServiceExitCode.Failed);
            return;
        }

        if (_scheduler.Running + _scheduler.Waiting > 0)
        {
            Volatile.Write(ref _lastWork, _clock.GetTimestamp());
        }
        else if (_engine.ResidentModels.Count > 0)
        {
            bool isScarce = MachineMemory.Available < (long)_options.MemoryReserve << 20;
            if (isScarce || _clock.GetElapsedTime(Volatile.Read(ref _lastWork)) >= _options.ModelIdleTime)
                _scheduler.RequestUnload();
        }

        // A job that comes at this moment is either refused, so that it goes to the next service, or keeps this one.
        if (_idle.IsTime(_scheduler, _registry) && _scheduler.TryCloseIdle())
            _end.Begin("nobody wanted anything");
        else if (_socket.IsLost && _scheduler.TryCloseIdle())
            _end.Begin("its socket was removed, and the next one cannot begin while it holds the lock");
    }

    private TimeSpan ShortestTime()
    {
        TimeSpan shortest = _options.ModelIdleTime;
        foreach (TimeSpan time in new[] { _options.ExitIdleTime, _options.StallTime })
        {
            if (time > TimeSpan.Zero && time < shortest)
                shortest = time;
        }

        return shortest;
    }
}
