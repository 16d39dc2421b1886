using System.Globalization;
using SrPlugin.Trainer.Optimization;
using SrPlugin.Trainer.Training;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Papers;

/// <summary>
/// What both papers' training has around its updates: the checkpoint that a stopped run goes on from, the loss as plot and as table, and
/// the judgements in between. Batches depend on the update alone, so that a resumed run is the uninterrupted one, to the bit on one thread.
/// </summary>
internal sealed class PaperRun(string folder, long updates, int checkpointEvery, int validateEvery)
{
    private const double ReportSeconds = 10;

    private string CheckpointPath => Path.Combine(folder, "checkpoint.safetensors");

    private string LossPath => Path.Combine(folder, "loss.csv");

    /// <summary>Makes the updates that are left.</summary>
    /// <param name="resume">Whether to go on from the folder's checkpoint, if there is one.</param>
    /// <param name="optimizers">All state of what is trained.</param>
    /// <param name="buffers">What changes along without an optimizer.</param>
    /// <param name="columns">Names of the losses.</param>
    /// <param name="update">Makes an update; returns its losses, of which the first goes into the plot.</param>
    /// <param name="judge">Judges what has been learnt after an update; null for no judgement.</param>
    /// <param name="progress">Gets the loss and the time that is left.</param>
    /// <param name="cancellationToken">Stops after the current update; the state is saved first.</param>
    public void Run(
        bool resume,
        IReadOnlyList<AveragedAdamW> optimizers, IReadOnlyList<(string Name, Tensor Tensor)> buffers, IReadOnlyList<string> columns,
        Func<long, IReadOnlyList<double>> update, Action<long>? judge, IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var (first, history) = resume && File.Exists(CheckpointPath)
            ? TrainingCheckpoint.Load(CheckpointPath, optimizers, buffers)
            : (0, new TrainingHistory());
        using var losses = Table(first, columns);
        if (first == 0)
            judge?.Invoke(0);
        var report = new StretchReport(TrainingStage.Restoration, first, updates, ReportSeconds, history, progress);
        for (var step = first; step < updates; step++)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                Save(optimizers, buffers, step, history);
                cancellationToken.ThrowIfCancellationRequested();
            }

            var values = update(step);
            losses.WriteLine(
                string.Join(
                    ',',
                    values.Select(value => value.ToString("g9", CultureInfo.InvariantCulture))
                        .Prepend((step + 1).ToString(CultureInfo.InvariantCulture))));
            report.Add(values[0]);
            report.EndStep(step + 1, null);
            if ((step + 1) % checkpointEvery == 0 || step + 1 == updates)
            {
                losses.Flush();
                Save(optimizers, buffers, step + 1, history);
            }

            if (judge is not null && ((step + 1) % validateEvery == 0 || step + 1 == updates))
                judge(step + 1);
        }
    }

    // A stopped run may have come further than its checkpoint: those lines go.
    private StreamWriter Table(long first, IReadOnlyList<string> columns)
    {
        string[] kept = first > 0 && File.Exists(LossPath)
            ? [.. File.ReadLines(LossPath).Take((int)first + 1)]
            : [string.Join(',', columns.Prepend("update"))];
        var writer = new StreamWriter(LossPath);
        foreach (var line in kept)
            writer.WriteLine(line);
        return writer;
    }

    private void Save(
        IReadOnlyList<AveragedAdamW> optimizers, IReadOnlyList<(string Name, Tensor Tensor)> buffers, long step, TrainingHistory history)
    {
        TrainingCheckpoint.Save(CheckpointPath, optimizers, step, history, buffers);
        LossCurve.Write(Path.Combine(folder, "loss.png"), history, updates);
    }
}
