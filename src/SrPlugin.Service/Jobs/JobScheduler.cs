using System.Diagnostics.CodeAnalysis;
using SrPlugin.Protocol;

namespace SrPlugin.Service.Jobs;

/// <summary>
/// The two queues of jobs, and the order in which the inference thread takes them: interactive jobs first, also at the checkpoints of
/// a running batch job. Within a queue, hosts take turns (<see cref="JobQueue"/>). One host gets half of the places at most, and batch jobs
/// leave a quarter of them to interactive jobs, so that nobody finds the queue full of one sender's jobs. Safe to use from any thread.
/// </summary>
internal sealed class JobScheduler
{
    // Below this capacity the places are not divided.
    private const int LeastDivided = 4;

    private readonly object _gate = new();
    private readonly HashSet<JobPlace> _places = [];
    private readonly JobQueue _interactive = new();
    private readonly JobQueue _batch = new();
    private readonly TimeProvider _clock;
    private readonly int _capacity;
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

    /// <summary>Gets the maximum number of waiting jobs of one host.</summary>
    public int HostCapacity => _capacity < LeastDivided ? _capacity : (_capacity + 1) / 2;

    /// <summary>Gets the maximum number of waiting batch jobs.</summary>
    public int BatchCapacity => _capacity - (_capacity / LeastDivided);

    private int WaitingNow => _places.Count + _interactive.Count + _batch.Count;

    /// <summary>Counts the waiting jobs of a priority, those being received not included.</summary>
    public int CountWaiting(JobPriority priority)
    {
        lock (_gate)
            return priority == JobPriority.Interactive ? _interactive.Count : _batch.Count;
    }

    /// <summary>Reserves a place in the queue.</summary>
    /// <param name="sender">Who sends the job.</param>
    /// <param name="refusal">Why there is none, in words.</param>
    /// <returns>Null when the queue is full or closed, or the sender's host has all the places it gets.</returns>
    public JobPlace? TryReserve(JobSender sender, out string refusal)
    {
        lock (_gate)
        {
            refusal = "";
            if (_isClosed || WaitingNow >= _capacity)
                refusal = $"{_capacity} jobs wait already.";
            else if (_places.Select(place => place.Sender).Concat(Waiters.Select(job => job.Sender))
                .Count(other => other.Host == sender.Host) >= HostCapacity)
                refusal = $"{HostCapacity} jobs of {sender.Host} wait already, which is the share of one host.";
            if (refusal.Length > 0)
                return null;
            var place = new JobPlace(sender);
            _places.Add(place);
            return place;
        }
    }

    /// <summary>Records that the job for a place is a batch job.</summary>
    /// <returns>False when the places that are left are kept for interactive jobs.</returns>
    public bool TryMarkBatch(JobPlace place)
    {
        lock (_gate)
        {
            if (_batch.Count + _places.Count(other => other.IsBatch) >= BatchCapacity)
                return false;
            place.IsBatch = true;
            return true;
        }
    }

    /// <summary>Gives a reserved place back.</summary>
    public void Release(JobPlace place)
    {
        lock (_gate)
            _places.Remove(place);
    }

    /// <summary>Puts a job into a place that was reserved for it.</summary>
    /// <returns>False when the scheduler was closed meanwhile; the place is given back either way.</returns>
    public bool Enqueue(Job job, JobPlace place)
    {
        lock (_gate)
        {
            _places.Remove(place);
            if (_isClosed)
                return false;
            _unloadWanted = false;
            (job.Priority == JobPriority.Interactive ? _interactive : _batch).Add(job);
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

    private IEnumerable<Job> Waiters => _interactive.Concat(_batch);

    private Job Start(JobQueue queue)
    {
        Job job = queue.Take();
        _running++;
        RecordActivity();
        return job;
    }
}
