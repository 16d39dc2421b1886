using System.Diagnostics;

namespace SrPlugin.Inference.Jobs;

/// <summary>Turns finished tiles and bands into monotone progress reports and stage times, and stops cancelled jobs.</summary>
internal sealed class StageTracker
{
    // Usual share of a whole job of one step, from real-size runs on a CPU.
    private static readonly StageCost[] _oneStep =
    [
        new(JobStage.Prepare, 0, 0, 0.005), new(JobStage.EstimateDegradation, 0, 0, 0.01), new(JobStage.EncodePrompts, 0, 0, 0.03),
        new(JobStage.FoldWeights, 0, 0, 0.02), new(JobStage.Encode, 0, 0, 0.22), new(JobStage.Denoise, 0, 0, 0.40),
        new(JobStage.Decode, 0, 0, 0.30), new(JobStage.Finish, 0, 0, 0.015),
    ];

    private readonly IProgress<JobProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly List<StageTime> _times = [];
    private readonly Dictionary<(JobStage Stage, int Step, int Part), (double Before, double Share)> _plan = [];
    private long _start;
    private (double Before, double Share) _place;
    private JobProgress _last = new(JobStage.Prepare, 0, 0, -1);

    public StageTracker(IProgress<JobProgress>? progress, CancellationToken cancellationToken)
    {
        _progress = progress;
        _cancellationToken = cancellationToken;
        Follow(_oneStep);
    }

    /// <summary>Whether somebody is told: what nobody sees need not be made.</summary>
    public bool IsWatched => _progress is not null;

    /// <summary>The stage now running.</summary>
    public JobStage Stage { get; private set; }

    /// <summary>Time of every stage finished so far; a stage that ran several times is summed up.</summary>
    public IReadOnlyList<StageTime> Times => _times;

    /// <summary>
    /// Sets what is still to come; also after a job was cut up differently. What was told stays told: reports never go back.
    /// </summary>
    /// <param name="costs">Every part of the job, in the order they run.</param>
    public void Follow(IReadOnlyList<StageCost> costs)
    {
        double total = costs.Sum(part => part.Cost), before = 0;
        _plan.Clear();
        foreach (var part in costs)
        {
            _plan.Add((part.Stage, part.Step, part.Part), (before / total, part.Cost / total));
            before += part.Cost;
        }
    }

    /// <summary>Begins a stage.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="total">Its units.</param>
    /// <param name="step">The step of a model of several steps, from 0.</param>
    /// <exception cref="OperationCanceledException">The job was cancelled.</exception>
    public void Begin(JobStage stage, int total, int step = 0)
    {
        Enter(stage, step, 0);
        Report(0, total);
    }

    /// <summary>Begins one tile of a stage whose tiles alternate with another stage's.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="part">The tile, from 0: as many are finished.</param>
    /// <param name="count">The stage's tiles in this step.</param>
    /// <exception cref="OperationCanceledException">The job was cancelled.</exception>
    public void BeginPart(JobStage stage, int step, int part, int count)
    {
        Enter(stage, step, part);
        Tell(new JobProgress(Stage, part, count, _place.Before));
    }

    /// <summary>Reports finished units of the running stage.</summary>
    /// <exception cref="OperationCanceledException">The job was cancelled.</exception>
    public void Report(int completed, int total)
    {
        double inside = total > 0 ? (double)completed / total : 0;
        Tell(new JobProgress(Stage, completed, total, Math.Min(1, _place.Before + (_place.Share * inside))));
    }

    /// <summary>Ends the running stage, which consists of one step's work, with the picture it made.</summary>
    /// <exception cref="OperationCanceledException">The job was cancelled.</exception>
    public void Show(StepPreview preview) =>
        Tell(new JobProgress(Stage, 1, 1, Math.Min(1, _place.Before + _place.Share)) { Preview = preview });

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

    private void Enter(JobStage stage, int step, int part)
    {
        End();
        Stage = stage;
        _place = _plan.TryGetValue((stage, step, part), out var place) ? place : (_place.Before + _place.Share, 0);
        _start = Stopwatch.GetTimestamp();
    }

    private void Tell(JobProgress next)
    {
        _cancellationToken.ThrowIfCancellationRequested();

        // After a retry with smaller tiles the same ground is covered again: nothing is told until it is new ground.
        if (_progress is null || next.Fraction < _last.Fraction || next == _last)
            return;
        _last = next;
        _progress.Report(next);
        _cancellationToken.ThrowIfCancellationRequested();
    }
}
