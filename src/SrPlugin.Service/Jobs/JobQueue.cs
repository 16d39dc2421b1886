using System.Collections;

namespace SrPlugin.Service.Jobs;

/// <summary>
/// The waiting jobs of one priority, in fair order: hosts take turns, a job each; the processes of one host take turns at its turns; the
/// jobs of one process run in the order they came. A host or process that begins to wait is the last in turn, so that everybody waits for
/// one job of every other host at most. Not safe to use from several threads.
/// </summary>
internal sealed class JobQueue : IReadOnlyCollection<Job>
{
    private readonly LinkedList<Job> _jobs = new();
    private readonly Dictionary<string, long> _hosts = new(StringComparer.Ordinal);
    private readonly Dictionary<JobSender, long> _processes = [];
    private long _turn;

    /// <inheritdoc/>
    public int Count => _jobs.Count;

    /// <summary>Adds a job.</summary>
    public void Add(Job job)
    {
        _hosts.TryAdd(job.Sender.Host, ++_turn);
        _processes.TryAdd(job.Sender, ++_turn);
        _jobs.AddLast(job);
    }

    /// <summary>Takes the job whose turn it is.</summary>
    /// <exception cref="InvalidOperationException">No job waits.</exception>
    public Job Take()
    {
        Job next = _jobs.MinBy(job => (_hosts[job.Sender.Host], _processes[job.Sender]))
            ?? throw new InvalidOperationException("No job waits.");
        Remove(next);
        if (_hosts.ContainsKey(next.Sender.Host))
            _hosts[next.Sender.Host] = ++_turn;
        if (_processes.ContainsKey(next.Sender))
            _processes[next.Sender] = ++_turn;
        return next;
    }

    /// <summary>Removes a job.</summary>
    /// <returns>False when it does not wait.</returns>
    public bool Remove(Job job)
    {
        if (!_jobs.Remove(job))
            return false;
        if (_jobs.All(other => other.Sender.Host != job.Sender.Host))
            _hosts.Remove(job.Sender.Host);
        if (_jobs.All(other => other.Sender != job.Sender))
            _processes.Remove(job.Sender);
        return true;
    }

    /// <summary>Removes all jobs.</summary>
    public void Clear()
    {
        _jobs.Clear();
        _hosts.Clear();
        _processes.Clear();
    }

    /// <inheritdoc/>
    public IEnumerator<Job> GetEnumerator() => _jobs.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
