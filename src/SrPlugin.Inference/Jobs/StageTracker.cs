using System.Diagnostics;

namespace SrPlugin.Inference.Jobs;

/// <summary>Turns finished tiles and bands into monotone progress reports and stage times, and stops cancelled jobs.</summary>
internal sealed class StageTracker
{
    // Usual share of a whole job, from real-size runs on a CPU, in the order of JobStage.
    private static readonly double[] _shares = [0.005, 0.01, 0.03, 0.02, 0.22, 0.40, 0.30, 0.015];

    private readonly IProgress<JobProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly List<StageTime> _times = [];
    private long _start;
    private JobProgress _last = new(JobStage.Prepare, 0, 0, -1);

    public StageTracker(IProgress<JobProgress>? progress, CancellationToken cancellationToken)
    {
        _progress = progress;
        _cancellationToken = cancellationToken;
    }

    /// <summary>
    /// Called after somebody was told of progress: meanwhile another job may have used the same networks, whose state (folded weights,
    /// cached prompts) must be this job's again.
    /// </summary>
    public Action? Resumed { get; set; }

    /// <summary>The stage now running.</summary>
    public JobStage Stage { get; private set; }

    /// <summary>Time of every stage finished so far; a stage that ran twice is summed up.</summary>
    public IReadOnlyList<StageTime> Times => _times;

    /// <summary>Begins a stage.</summary>
    /// <exception cref="OperationCanceledException">The job was cancelled.</exception>
    public void Begin(JobStage stage, int total)
    {
        End();
        Stage = stage;
        _start = Stopwatch.GetTimestamp();
        Report(0, total);
    }

    /// <summary>Reports finished units of the running stage.</summary>
    /// <exception cref="OperationCanceledException">The job was cancelled.</exception>
    public void Report(int completed, int total)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var next = new JobProgress(Stage, completed, total, Fraction(completed, total));

        // After a retry with smaller tiles the same ground is covered again: nothing is told until it is new ground.
        if (_progress is null || next.Stage < _last.Stage || next.Fraction < _last.Fraction || next == _last)
            return;
        _last = next;
        _progress.Report(next);
        Resumed?.Invoke();
        _cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Ends the running stage.</summary>
    public void End()
    {
        if (_start == 0)
            return;
        var elapsed = Stopwatch.GetElapsedTime(_start);
        _start = 0;
        int index = _times.FindIndex(time => time.Stage == Stage);
        if (index < 0)
            _times.Add(new StageTime(Stage, elapsed));
        else
            _times[index] = new StageTime(Stage, _times[index].Elapsed + elapsed);
    }

    private double Fraction(int completed, int total)
    {
        double before = 0;
        for (int i = 0; i < (int)Stage; i++)
            before += _shares[i];
        double inside = total > 0 ? (double)completed / total : 0;
        return Math.Min(1, before + (_shares[(int)Stage] * inside));
    }
}
