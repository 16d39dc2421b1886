using System.Globalization;
using System.Security.Cryptography;
using SrPlugin.Jobs;
using SrPlugin.Protocol;

namespace SrPlugin.Service.Jobs;

/// <summary>One job from its arrival to the end of its result. Safe to use from any thread.</summary>
internal sealed class Job
{
    private const int IdBytes = 16;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IDisposable? _memory;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JobSnapshot _snapshot = new(JobState.Queued, null, null, null, null, null);
    private JobPicture? _picture;
    private byte[]? _pixels;
    private ErrorResponse? _stopReason;
    private long _start;

    /// <summary>A job that waits.</summary>
    /// <param name="kind">What is wanted of the engine.</param>
    /// <param name="request">The request, already checked.</param>
    /// <param name="picture">Its pictures.</param>
    /// <param name="memory">What they take of the budget; given back at the end.</param>
    public Job(JobKind kind, JobRequest request, JobPicture picture, IDisposable? memory)
    {
        (Kind, Request, _picture, _memory) = (kind, request, picture, memory);
    }

    /// <summary>What it is called; cannot be guessed.</summary>
    public string Id { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));

    /// <summary>What is wanted of the engine.</summary>
    public JobKind Kind { get; }

    /// <summary>The request.</summary>
    public JobRequest Request { get; }

    /// <summary>Who sent it.</summary>
    public JobSender Sender { get; init; } = JobSender.Unknown;

    /// <summary>The model it will use.</summary>
    public string Model { get; init; } = "";

    /// <summary>The family of the model: s3diff or addsr.</summary>
    public string Pipeline { get; init; } = "";

    /// <summary>When it came, in the clock's timestamps.</summary>
    public long Arrival { get; init; }

    /// <summary>When its turn came, in the clock's timestamps; 0 before.</summary>
    public long Start => Interlocked.Read(ref _start);

    /// <summary>Which queue it waits in.</summary>
    public JobPriority Priority => Request.Priority;

    /// <summary>Whether it goes on when nobody listens.</summary>
    public bool IsDetached => Request.Detached;

    /// <summary>The pictures; null once they are not needed any more.</summary>
    public JobPicture? Picture => Volatile.Read(ref _picture);

    /// <summary>Cancelled when the job shall stop.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Completes at the end, whichever it is.</summary>
    public Task Ended => _ended.Task;

    /// <summary>What it was at one moment.</summary>
    public JobSnapshot Snapshot
    {
        get
        {
            lock (_lock)
                return _snapshot;
        }
    }

    /// <summary>The result's pixels; null before the end, and when they are gone.</summary>
    public byte[]? Pixels
    {
        get
        {
            lock (_lock)
                return _pixels;
        }
    }

    /// <summary>The snapshot, and a task that completes when there is a newer one.</summary>
    public (JobSnapshot Snapshot, Task Changed) Watch()
    {
        lock (_lock)
            return (_snapshot, _changed.Task);
    }

    /// <summary>Marks it as running.</summary>
    /// <param name="timestamp">When, in the clock's timestamps.</param>
    public void Begin(long timestamp)
    {
        Interlocked.Exchange(ref _start, timestamp);
        Report(null);
    }

    /// <summary>Tells how far it is.</summary>
    public void Report(JobProgress? progress, JobPreview? preview = null) =>
        Change(known => known with { State = JobState.Running, Progress = progress ?? known.Progress, Preview = preview ?? known.Preview });

    /// <summary>Ends it well.</summary>
    public void Complete(JobResult result, byte[] pixels) => End(JobState.Completed, known => known with { Result = result }, pixels);

    /// <summary>Ends an estimate well.</summary>
    public void Complete(DegradationScores scores) => End(JobState.Completed, known => known with { Scores = scores }, null);

    /// <summary>Ends it badly.</summary>
    public void Fail(ErrorResponse error) =>
        End(error.Code is ErrorCode.Cancelled ? JobState.Cancelled : JobState.Failed, known => known with { Error = error }, null);

    /// <summary>Asks it to stop; it ends within a tile.</summary>
    /// <param name="reason">What its owner is told. The first reason counts.</param>
    public void Stop(ErrorResponse reason)
    {
        lock (_lock)
        {
            if (_snapshot.IsEnd)
                return;
            _stopReason ??= reason;
        }

        _stop.Cancel();
    }

    /// <summary>Why it was asked to stop.</summary>
    public ErrorResponse StopReason
    {
        get
        {
            lock (_lock)
                return _stopReason ?? new ErrorResponse { Code = ErrorCode.Cancelled, Message = "The job was cancelled." };
        }
    }

    /// <summary>Lets the result's pixels go.</summary>
    public void DropPixels()
    {
        lock (_lock)
            _pixels = null;
        _memory?.Dispose();
    }

    /// <summary>The state as it crosses the wire.</summary>
    public JobStatus ToStatus()
    {
        JobSnapshot now = Snapshot;
        return new JobStatus { Id = Id, State = now.State, Progress = now.Progress, Result = now.Result, Error = now.Error };
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Id[..8]}");

    private void End(JobState state, Func<JobSnapshot, JobSnapshot> change, byte[]? pixels)
    {
        Volatile.Write(ref _picture, null);
        lock (_lock)
            _pixels = pixels;
        Change(known => change(known) with { State = state, Preview = null });
        if (pixels is null)
            _memory?.Dispose();
        _ended.TrySetResult();
    }

    private void Change(Func<JobSnapshot, JobSnapshot> change)
    {
        TaskCompletionSource told;
        lock (_lock)
        {
            if (_snapshot.IsEnd)
                return;
            _snapshot = change(_snapshot);
            told = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        told.TrySetResult();
    }
}
