using System.Diagnostics.CodeAnalysis;
using SrPlugin.Protocol;

namespace SrPlugin.Service.Jobs;

/// <summary>
/// The two queues of jobs, and the order in which the inference thread takes them: interactive jobs first, also at the checkpoints of
/// a running batch job. Within a queue, jobs run in the order they came. Safe to use from any thread.
/// </summary>
internal sealed class JobScheduler
{
    private readonly object _gate = new();
    private readonly LinkedList<Job> _interactive = new();
    private readonly LinkedList<Job> _batch = new();
    private readonly TimeProvider _clock;
    private readonly int _capacity;
    private int _reserved;
    private int _running;
    private bool _unloadWanted;
    private bool _isClosed;
    private long _lastActivity;

    /// <summary>Creates a scheduler without jobs.</summary>
    /// <param name="capacity">The maximum number of waiting jobs, both queues together.</param>
    /// <param name="clock">Measures inactivity.</param>
    public JobScheduler(int capacity, TimeProvider clock) => (_capacity, _clock, _lastActivity) = (capacity, clock, clock.GetTimestamp());

    /// <summary>Gets the maximum number of waiting jobs.</summary>
    public int Capacity => _capacity;

    /// <summary>Gets the number of waiting jobs, those being received included.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return WaitingNow;
        }
    }

    /// <summary>Gets the number of jobs begun and not ended, a suspended one included.</summary>
    public int Running
    {
        get
        {
            lock (_gate)
                return _running;
        }
    }

    /// <summary>Gets a value indicating whether no more jobs are taken.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
                return _isClosed;
        }
    }

    /// <summary>Gets the time since the running job last reported progress or passed a checkpoint; zero when no job runs.</summary>
    public TimeSpan InactiveTime => Running > 0 ? _clock.GetElapsedTime(Volatile.Read(ref _lastActivity)) : TimeSpan.Zero;

    private int WaitingNow => _reserved + _interactive.Count + _batch.Count;

    /// <summary>Reserves a place in the queue.</summary>
    /// <returns>False when the queue is full or closed.</returns>
    public bool TryReserve()
    {
        lock (_gate)
        {
            if (_isClosed || WaitingNow >= _capacity)
                return false;
            _reserved++;
            return true;
        }
    }

    /// <summary>Gives a reserved place back.</summary>
    public void Release()
    {
        lock (_gate)
            _reserved--;
    }

    /// <summary>Puts a job into a place that was reserved for it.</summary>
    /// <returns>False when the scheduler was closed meanwhile; the place is given back either way.</returns>
    public bool Enqueue(Job job)
    {
        lock (_gate)
        {
            _reserved--;
            if (_isClosed)
                return false;
            _unloadWanted = false;
            (job.Priority == JobPriority.Interactive ? _interactive : _batch).AddLast(job);
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>Takes a waiting job out of its queue.</summary>
    /// <returns>False when the job does not wait: it runs, or has ended.</returns>
    public bool Remove(Job job)
    {
        lock (_gate)
            return _interactive.Remove(job) || _batch.Remove(job);
    }

    /// <summary>Takes no more jobs, and returns those that waited.</summary>
    public IReadOnlyList<Job> Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Job[] waiting = [.. _interactive, .. _batch];
            _interactive.Clear();
            _batch.Clear();
            Monitor.PulseAll(_gate);
            return waiting;
        }
    }

    /// <summary>Takes no more jobs if none is being received, waits or runs.</summary>
    /// <returns>Whether the scheduler is closed now.</returns>
    public bool TryCloseIdle()
    {
        lock (_gate)
        {
            if (WaitingNow > 0 || _running > 0)
                return false;
            _isClosed = true;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>Waits for the next job. Called by the inference thread when it runs none.</summary>
    /// <param name="job">The job, which now counts as running; null when the models are to be unloaded.</param>
    /// <returns>False when the scheduler is closed.</returns>
    public bool TryTake(out Job? job)
    {
        lock (_gate)
        {
            while (!_isClosed && !_unloadWanted && _interactive.Count + _batch.Count == 0)
                Monitor.Wait(_gate);
            job = null;
            if (_isClosed)
                return false;
            if (_interactive.Count + _batch.Count > 0)
                job = Start(_interactive.Count > 0 ? _interactive : _batch);
            _unloadWanted = false;
            return true;
        }
    }

    /// <summary>Takes the next interactive job, without waiting. Called by the inference thread at a checkpoint of a batch job.</summary>
    /// <param name="job">The job, which now counts as running.</param>
    /// <returns>False when no interactive job waits.</returns>
    public bool TryTakeInteractive([NotNullWhen(true)] out Job? job)
    {
        lock (_gate)
        {
            job = _interactive.Count > 0 ? Start(_interactive) : null;
            return job is not null;
        }
    }

    /// <summary>Records that a job has ended.</summary>
    public void Complete()
    {
        lock (_gate)
            _running--;
    }

    /// <summary>Records that the running job is active.</summary>
    public void RecordActivity() => Volatile.Write(ref _lastActivity, _clock.GetTimestamp());

    /// <summary>Has the inference thread unload the models, unless a job comes first.</summary>
    public void RequestUnload()
    {
        lock (_gate)
        {
            _unloadWanted = true;
            Monitor.PulseAll(_gate);
        }
    }

    private Job Start(LinkedList<Job> queue)
    {
        Job job = queue.First!.Value;
        queue.RemoveFirst();
        _running++;
        RecordActivity();
        return job;
    }
}
