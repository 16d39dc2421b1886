using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using SrPlugin.Protocol;
using SrPlugin.Service.Options;

namespace SrPlugin.Service.Jobs;

/// <summary>
/// The jobs that clients can ask for. Cancels a job whose owner never listens to its events, or stops listening, and forgets a job when
/// its result has not been fetched in time.
/// </summary>
internal sealed class JobRegistry : IDisposable
{
    private const double LongestRetrySeconds = 30;
    private const int IdCharacters = 8;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly JobScheduler _scheduler;
    private readonly InferenceThread _thread;
    private readonly ServiceOptions _options;
    private readonly TimeProvider _clock;

    public JobRegistry(JobScheduler scheduler, InferenceThread thread, ServiceOptions options, TimeProvider clock) =>
        (_scheduler, _thread, _options, _clock) = (scheduler, thread, options, clock);

    /// <summary>Jobs that can be asked for.</summary>
    public int Count => _entries.Count;

    /// <summary>Describes the jobs that run or wait: those that run first, then in the order they came.</summary>
    public JobList Describe() => new(
        [.. _entries.Values.Select(entry => entry.Job).Where(job => !job.Snapshot.IsEnd)
            .OrderBy(job => job.Start == 0).ThenBy(job => job.Start).ThenBy(job => job.Arrival).Select(Describe)]);

    /// <summary>Gets the time after which a refused request may find room: when the running job is expected to end.</summary>
    public TimeSpan RetryTime()
    {
        double left = _entries.Values.Select(entry => entry.Job.Snapshot).Where(now => now.State == JobState.Running)
            .Select(now => now.Progress?.SecondsLeft ?? 0).DefaultIfEmpty(0).Min();
        return TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(left), 1, LongestRetrySeconds));
    }

    /// <summary>Puts a job, for which a place in the queue was reserved, into the registry and into the queue.</summary>
    /// <returns>False when the service is about to end.</returns>
    public bool Add(Job job, JobPlace place)
    {
        var entry = new Entry(job);
        _entries[job.Id] = entry;
        if (!job.IsDetached)
            entry.Timer = _clock.CreateTimer(_ => OwnerNeverCame(entry), null, _options.OwnerTime, Timeout.InfiniteTimeSpan);
        _ = ForgetLaterAsync(entry);
        if (_scheduler.Enqueue(job, place))
            return true;
        Remove(entry);
        return false;
    }

    /// <summary>A job by its id.</summary>
    public bool TryFind(string id, [NotNullWhen(true)] out Job? job)
    {
        job = _entries.TryGetValue(id, out Entry? entry) ? entry.Job : null;
        return job is not null;
    }

    /// <summary>An owner listens to a job's events until the result is disposed.</summary>
    public IDisposable Listen(Job job)
    {
        if (_entries.TryGetValue(job.Id, out Entry? entry))
            Interlocked.Increment(ref entry.Listeners);
        return new Listener(this, entry);
    }

    /// <summary>Stops a job: at once when it waits, within a tile when it runs.</summary>
    public void Stop(Job job, ErrorResponse reason)
    {
        job.Stop(reason);
        if (_scheduler.Remove(job))
            _thread.Abandon(job, reason);
    }

    /// <summary>Forgets a job whose result was fetched.</summary>
    public void Forget(Job job)
    {
        if (_entries.TryGetValue(job.Id, out Entry? entry))
            Remove(entry);
    }

    /// <summary>Stops every job.</summary>
    public void StopAll(ErrorResponse reason)
    {
        foreach (Job waiting in _scheduler.Close())
            _thread.Abandon(waiting, reason);
        foreach (Entry entry in _entries.Values)
            entry.Job.Stop(reason);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Entry entry in _entries.Values)
            Remove(entry);
    }

    private JobSummary Describe(Job job)
    {
        JobSnapshot now = job.Snapshot;
        long start = job.Start, present = _clock.GetTimestamp();
        return new JobSummary
        {
            Id = job.Id[..IdCharacters],
            State = now.State,
            Host = job.Sender.Host,
            ProcessId = job.Sender.Process,
            Priority = job.Priority,
            IsEstimate = job.Kind == JobKind.Estimate,
            Model = job.Model,
            Width = job.Request.Width,
            Height = job.Request.Height,
            Progress = now.Progress,
            WaitedSeconds = Math.Round(_clock.GetElapsedTime(job.Arrival, start == 0 ? present : start).TotalSeconds, 1),
            RunningSeconds = start == 0 ? null : Math.Round(_clock.GetElapsedTime(start, present).TotalSeconds, 1),
        };
    }

    private void OwnerNeverCame(Entry entry)
    {
        if (Volatile.Read(ref entry.Listeners) == 0 && !entry.HadListener)
            Stop(entry.Job, OwnerGone("nobody listened to the job's events"));
    }

    private void OwnerLeft(Entry entry)
    {
        entry.HadListener = true;
        if (Interlocked.Decrement(ref entry.Listeners) == 0 && !entry.Job.IsDetached)
            Stop(entry.Job, OwnerGone("the connection that listened to the job's events was closed"));
    }

    private async Task ForgetLaterAsync(Entry entry)
    {
        await entry.Job.Ended.ConfigureAwait(false);
        entry.Timer?.Dispose();
        entry.Timer = _clock.CreateTimer(_ => Remove(entry), null, _options.ResultTime, Timeout.InfiniteTimeSpan);
    }

    private void Remove(Entry entry)
    {
        entry.Timer?.Dispose();
        if (_entries.TryRemove(new KeyValuePair<string, Entry>(entry.Job.Id, entry)))
            entry.Job.DropPixels();
    }

    private static ErrorResponse OwnerGone(string how) =>
        new()
        {
            Code = ErrorCode.Cancelled,
            Message = $"The job was cancelled because {how}.",
            Remedy = "Listen to the events until the last one, or submit the job as detached.",
        };

    private sealed class Entry(Job job)
    {
        public int Listeners;

        public Job Job { get; } = job;

        public bool HadListener { get; set; }

        public ITimer? Timer { get; set; }
    }

    private sealed class Listener(JobRegistry registry, Entry? entry) : IDisposable
    {
        private Entry? _entry = entry;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _entry, null) is { } left)
                registry.OwnerLeft(left);
        }
    }
}
