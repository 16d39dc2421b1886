using System.Diagnostics;

namespace SrPlugin.Trainer.Training;

/// <summary>Gathers losses over stretches of some seconds and reports them with the time that is left.</summary>
internal sealed class StretchReport(
    TrainingStage stage, long first, long steps, double seconds, TrainingHistory? history, IProgress<TrainingProgress>? progress)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _from = first;
    private double _sum;
    private TrainingMeasurement? _measured;

    public void Add(double loss) => _sum += loss;

    public void EndStep(long done, TrainingMeasurement? measured)
    {
        _measured = measured ?? _measured;
        var elapsed = _watch.Elapsed.TotalSeconds;
        if (elapsed < seconds && done < steps)
            return;
        var count = done - _from;
        var (loss, pace) = (_sum / count, elapsed / count);
        if (history is not null)
        {
            history.Losses.Add(new TrainingLoss(done, loss));
            history.Seconds += elapsed;
        }

        progress?.Report(new TrainingProgress(stage, done, steps, loss, pace, TimeSpan.FromSeconds(pace * (steps - done)), _measured));
        (_from, _sum, _measured) = (done, 0, null);
        _watch.Restart();
    }
}
