using Microsoft.Extensions.Logging;
using SrPlugin.Protocol.Endpoints;
using SrPlugin.Service.Engines;
using SrPlugin.Service.Jobs;
using SrPlugin.Service.Memory;
using SrPlugin.Service.Options;

namespace SrPlugin.Service.Hosting;

/// <summary>Looks around from time to time: frees idle models, ends an idle service, one whose engine hangs, and one nobody can reach.</summary>
internal sealed class Caretaker : IDisposable
{
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _shortestPause = TimeSpan.FromMilliseconds(20);

    private readonly IEngine _engine;
    private readonly InferenceLanes _lanes;
    private readonly JobBoard _board;
    private readonly IdleExit _idle;
    private readonly SocketFile _socket;
    private readonly ServiceEnd _end;
    private readonly ServiceOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<Caretaker> _log;
    private readonly ITimer _timer;
    private long _lastWork;

    public Caretaker(
        IEngine engine, InferenceLanes lanes, JobBoard board, IdleExit idle, SocketFile socket, ServiceEnd end, ServiceOptions options, TimeProvider clock, ILogger<Caretaker> log)
    {
        (_engine, _lanes, _board, _idle, _socket, _end, _options, _clock, _log) = (engine, lanes, board, idle, socket, end, options, clock, log);
        _lastWork = clock.GetTimestamp();
        TimeSpan pause = ShortestTime() / 4;
        pause = pause < _shortestPause ? _shortestPause : pause > _longestPause ? _longestPause : pause;
        _timer = clock.CreateTimer(_ => LookAround(), null, pause, pause);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Looks around once.</summary>
    internal void LookAround()
    {
        if (_options.StallTime > TimeSpan.Zero && _lanes.Silence > _options.StallTime)
        {
            // The thread sits in native code and cannot be called back: only a new process helps.
            _log.LogCritical("The engine has been silent for {Seconds} s", Math.Round(_lanes.Silence.TotalSeconds));
            _end.Begin("its engine hangs", ServiceExitCode.Failed);
            return;
        }

        if (_lanes.Running + _lanes.Waiting > 0)
        {
            Volatile.Write(ref _lastWork, _clock.GetTimestamp());
        }
        else if (_engine.ResidentModels.Count > 0)
        {
            bool isScarce = MachineMemory.Available < (long)_options.MemoryReserve << 20;
            if (isScarce || _clock.GetElapsedTime(Volatile.Read(ref _lastWork)) >= _options.ModelIdleTime)
                _lanes.RequestUnload();
        }

        // A job that comes at this moment is either refused, so that it goes to the next service, or keeps this one.
        if (_idle.IsTime(_lanes, _board) && _lanes.TryCloseIdle())
            _end.Begin("nobody wanted anything");
        else if (_socket.IsLost && _lanes.TryCloseIdle())
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
