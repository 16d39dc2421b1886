using SrPlugin.Service.Jobs;
using SrPlugin.Service.Options;

namespace SrPlugin.Service.Hosting;

/// <summary>Counts how long nobody wanted anything: no request open, no job waiting or running, no result waiting to be fetched.</summary>
internal sealed class IdleExit(ServiceOptions options, TimeProvider clock)
{
    private int _open;
    private long _last = clock.GetTimestamp();

    /// <summary>Somebody wants something until the result is disposed.</summary>
    public IDisposable Hold()
    {
        Interlocked.Increment(ref _open);
        return new Open(this);
    }

    /// <summary>Whether it is time to leave.</summary>
    /// <param name="scheduler">Work counts as being wanted.</param>
    /// <param name="registry">So do results.</param>
    public bool IsTime(JobScheduler scheduler, JobRegistry registry)
    {
        if (Volatile.Read(ref _open) > 0 || scheduler.Waiting + scheduler.Running + registry.Count > 0)
            Touch();
        return options.ExitIdleTime > TimeSpan.Zero && clock.GetElapsedTime(Volatile.Read(ref _last)) >= options.ExitIdleTime;
    }

    private void Touch() => Volatile.Write(ref _last, clock.GetTimestamp());

    private sealed class Open(IdleExit owner) : IDisposable
    {
        private IdleExit? _owner = owner;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _owner, null) is not { } left)
                return;
            left.Touch();
            Interlocked.Decrement(ref left._open);
        }
    }
}
