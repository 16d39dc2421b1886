using SrPlugin.Protocol;

namespace SrPlugin.Service.Jobs;

/// <summary>
/// The order of work. There are two lanes, each with its queue and its thread, and one right to compute, which only one of them holds.
/// The batch lane gives it up between two tiles while an interactive job waits, and takes it again afterwards. (Two threads, because
/// dispose scopes and gradient mode of the tensor library belong to a thread: the overtaken job's stay as they are.)
/// </summary>
internal sealed class InferenceLanes
{
    private readonly object _gate = new();
    private readonly LinkedList<Job> _interactive = new();
    private readonly LinkedList<Job> _batch = new();
    private readonly TimeProvider _clock;
    private readonly int _capacity;
    private int _reserved;
    private bool _interactiveRuns;
    private bool _batchRuns;
    private bool _batchComputes;
    private bool _unloadWanted;
    private bool _isClosed;
    private long _lastSign;

    /// <summary>Creates empty lanes.</summary>
    /// <param name="capacity">Most jobs that may wait, both lanes together.</param>
    /// <param name="clock">Measures silence and pauses.</param>
    public InferenceLanes(int capacity, TimeProvider clock) => (_capacity, _clock, _lastSign) = (capacity, clock, clock.GetTimestamp());

    /// <summary>Most jobs that may wait.</summary>
    public int Capacity => _capacity;

    /// <summary>Jobs waiting, those being received included.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _reserved + _interactive.Count + _batch.Count;
        }
    }

    /// <summary>Jobs begun and not ended.</summary>
    public int Running
    {
        get
        {
            lock (_gate)
                return (_interactiveRuns ? 1 : 0) + (_batchRuns ? 1 : 0);
        }
    }

    /// <summary>Whether no more jobs are taken.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
                return _isClosed;
        }
    }

    /// <summary>Since when the computing job has given no sign of life; zero when nothing computes.</summary>
    public TimeSpan Silence
    {
        get
        {
            lock (_gate)
                return _interactiveRuns || _batchComputes ? _clock.GetElapsedTime(Volatile.Read(ref _lastSign)) : TimeSpan.Zero;
        }
    }

    /// <summary>Keeps a place in the queue.</summary>
    /// <returns>False when the queue is full or closed.</returns>
    public bool TryReserve()
    {
        lock (_gate)
        {
            if (_isClosed || _reserved + _interactive.Count + _batch.Count >= _capacity)
                return false;
            _reserved++;
            return true;
        }
    }

    /// <summary>Gives a kept place back.</summary>
    public void Release()
    {
        lock (_gate)
            _reserved--;
    }

    /// <summary>Puts a job into a place that was kept for it.</summary>
    /// <returns>False when the lanes were closed meanwhile; the place is given back either way.</returns>
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
    /// <returns>False when it does not wait: it runs, or has ended.</returns>
    public bool Remove(Job job)
    {
        lock (_gate)
            return _interactive.Remove(job) || _batch.Remove(job);
    }

    /// <summary>Wakes a paused job, so that it looks at its cancellation.</summary>
    public void Nudge()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
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
    /// <returns>Whether that is so.</returns>
    public bool TryCloseIdle()
    {
        lock (_gate)
        {
            if (_reserved + _interactive.Count + _batch.Count > 0 || _interactiveRuns || _batchRuns)
                return false;
            _isClosed = true;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>A lane's thread waits here for something to do, and for the right to compute.</summary>
    /// <param name="priority">The lane.</param>
    /// <param name="job">The job, which now counts as running; null when the models shall be freed.</param>
    /// <returns>False when the lanes are closed.</returns>
    public bool TryTake(JobPriority priority, out Job? job)
    {
        bool isInteractive = priority == JobPriority.Interactive;
        LinkedList<Job> queue = isInteractive ? _interactive : _batch;
        lock (_gate)
        {
            job = null;
            while (!_isClosed && !(isInteractive ? queue.Count > 0 || MayUnload : queue.Count > 0 && !InteractiveWants))
                Monitor.Wait(_gate);
            if (_isClosed)
                return false;
            if (queue.Count > 0)
            {
                job = queue.First!.Value;
                queue.RemoveFirst();
            }

            _unloadWanted = false;
            if (isInteractive)
            {
                _interactiveRuns = true;
                while (_batchComputes)
                    Monitor.Wait(_gate);
            }
            else
            {
                _batchRuns = _batchComputes = true;
            }

            Volatile.Write(ref _lastSign, _clock.GetTimestamp());
            return true;
        }
    }

    /// <summary>The lane's job has ended.</summary>
    public void Done(JobPriority priority)
    {
        lock (_gate)
        {
            if (priority == JobPriority.Interactive)
                _interactiveRuns = false;
            else
                _batchRuns = _batchComputes = false;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>A running job calls this between two tiles. A batch job waits here while interactive jobs run.</summary>
    /// <param name="priority">The job's lane.</param>
    /// <param name="cancellationToken">Ends the waiting; call <see cref="Nudge"/> after cancelling.</param>
    /// <returns>How long it waited.</returns>
    public TimeSpan Yield(JobPriority priority, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _lastSign, _clock.GetTimestamp());
        if (priority == JobPriority.Interactive)
            return TimeSpan.Zero;
        lock (_gate)
        {
            if (!InteractiveWants)
                return TimeSpan.Zero;
            long start = _clock.GetTimestamp();
            _batchComputes = false;
            Monitor.PulseAll(_gate);
            while (InteractiveWants && !cancellationToken.IsCancellationRequested)
                Monitor.Wait(_gate);

            // A cancelled job, too, goes on only when nobody else computes: it has native memory to free.
            while (_interactiveRuns)
                Monitor.Wait(_gate);
            _batchComputes = true;
            Volatile.Write(ref _lastSign, _clock.GetTimestamp());
            return _clock.GetElapsedTime(start);
        }
    }

    /// <summary>Has the models freed by a lane's thread, unless a job comes first.</summary>
    public void RequestUnload()
    {
        lock (_gate)
        {
            _unloadWanted = true;
            Monitor.PulseAll(_gate);
        }
    }

    private bool MayUnload => _unloadWanted && !_batchRuns && _batch.Count == 0;

    private bool InteractiveWants => _interactive.Count > 0 || _interactiveRuns;
}
