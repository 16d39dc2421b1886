using System.Diagnostics;
using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Networks.Layers;
using SrPlugin.Trainer.Data;
using SrPlugin.Trainer.Degradations;
using SrPlugin.Trainer.Model;
using SrPlugin.Trainer.Optimization;
using SrPlugin.Trainer.Prompts;
using SrPlugin.Trainer.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Training;

/// <summary>
/// Trains a small S3Diff and writes it as a model folder. A run that was stopped, or killed, goes on from its last checkpoint
/// and draws the same samples as if it had never stopped; results are then equal up to the order in which several threads add
/// floating-point numbers, and exactly equal on one thread.
/// </summary>
public sealed class TrainingRun
{
    private const string CheckpointName = "checkpoint.safetensors";
    private const string EstimatorName = "estimator.safetensors";
    private const string ModelFolder = "model";
    private const string BlurScoreBias = "fc_degree.0.2.bias";
    private const double ReportSeconds = 10;
    private readonly TrainingOptions _options;
    private readonly string _folder;

    /// <param name="options">The recipe.</param>
    /// <param name="folder">Where checkpoint, loss curve and the finished model (in the folder "model") go; made if need be.</param>
    /// <exception cref="ArgumentException">The recipe is not usable.</exception>
    public TrainingRun(TrainingOptions options, string folder)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options.Validate();
        (_options, _folder) = (options, Path.GetFullPath(folder));
    }

    private string CheckpointPath => Path.Combine(_folder, CheckpointName);

    /// <summary>Trains to the end and writes the model.</summary>
    /// <param name="resume">Go on from the folder's checkpoint if there is one; otherwise start anew and overwrite it.</param>
    /// <param name="progress">Told about every ten seconds.</param>
    /// <param name="cancellationToken">Stops after the current step; the state is saved first.</param>
    /// <returns>The model's folder.</returns>
    /// <exception cref="InvalidDataException">The checkpoint belongs to another recipe.</exception>
    /// <exception cref="InvalidOperationException">Training diverged.</exception>
    public async Task<string> RunAsync(bool resume, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        TensorLibrary.Load();
        Directory.CreateDirectory(_folder);
        if (_options.Threads > 0)
            set_num_threads(_options.Threads);
        var photos = _options.Photos.SelectMany(PhotoFiles.Load).ToArray();
        var heldOut = _options.Degradations.Factors.Contains(1)
            ? new HeldOutMeasure(_options.HeldOutPhotos.SelectMany(PhotoFiles.Load), true, 256, _options.Degradations.CompressionIsNoise)
            : new HeldOutMeasure(_options.HeldOutPhotos.SelectMany(PhotoFiles.Load));
        var margin = Math.Max(_options.CropSize, _options.LateCropSize) + 32;
        var pictures = new TrainingPictures(
            photos, _options.Seed, _options.PictureSize, _options.PictureWindow, _options.PicturesPerStep, margin);
        var source = new SampleSource(
            pictures, new DegradationSampler(_options.Degradations), _options.Seed, _options.PhotoShare, _options.NegativeShare)
        {
            ColorJitterShare = _options.ColorJitterShare,
            GreyShare = _options.Degradations.GreyShare,
        };

        // Tensors stay on one thread: the loop below runs where it was called, with no await while any of them lives.
        return await Task.Factory.StartNew(
            () => Train(source, heldOut, resume, progress, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning,
            TaskScheduler.Default).ConfigureAwait(false);
    }

    private string Train(
        SampleSource source, HeldOutMeasure heldOut, bool resume, IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        using var model = new TrainableModel(_options.Architecture, _options.Seed, _options.ColorFix);
        var optimizer = new AveragedAdamW(model.Parameters, _options.WeightDecay, _options.AverageDecay);
        var (first, history) = resume && File.Exists(CheckpointPath)
            ? TrainingCheckpoint.Load(CheckpointPath, [optimizer])
            : (0, new TrainingHistory());
        var batches = new BatchPrefetcher(source, first, ShapeAt, 4);
        try
        {
            var report = new StretchReport(TrainingStage.Restoration, first, _options.Steps, ReportSeconds, history, progress);
            for (var step = first; step < _options.Steps; step++)
            {
                TrainingSample[] batch;
                try
                {
                    batch = batches.Next(cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    Save(optimizer, step, history);
                    throw;
                }

                report.Add(Update(model, optimizer, batch, step));
                TrainingMeasurement? measured = null;
                if (_options.MeasureEvery > 0 && (step + 1) % _options.MeasureEvery == 0)
                    measured = Measure(model, optimizer, heldOut, step + 1, history);
                if ((step + 1) % _options.CheckpointEvery == 0 || step + 1 == _options.Steps)
                    Save(optimizer, step + 1, history);
                report.EndStep(step + 1, measured);
            }
        }
        finally
        {
            batches.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        using var estimator = new EstimatorTraining(_options, source).Train(
            Path.Combine(_folder, EstimatorName), resume, ReportSeconds, progress, cancellationToken);
        using (NewDisposeScope())
        using (no_grad())
        {
            var bias = estimator.get_parameter(BlurScoreBias)
                ?? throw new InvalidOperationException($"The estimator has no {BlurScoreBias}.");
            bias.copy_(bias.Plus(_options.BlurScoreOffset));
        }

        optimizer.Exchange();
        var folder = Path.Combine(_folder, ModelFolder);
        ModelExport.Write(folder, _options, model, estimator, history);
        return folder;
    }

    private BatchShape ShapeAt(long step)
    {
        var late = _options.IsLate(step);
        return new BatchShape(
            late ? _options.LateBatchSize : _options.BatchSize,
            late ? _options.LateCropSize : _options.CropSize,
            _options.IsAdapted(step) ? _options.ScoreGroupSize : 1);
    }

    private double Update(TrainableModel model, AveragedAdamW optimizer, TrainingSample[] batch, long step)
    {
        optimizer.ZeroGradients();
        var adapted = _options.IsAdapted(step);
        var groups = batch.Chunk(adapted ? _options.ScoreGroupSize : batch.Length).ToArray();
        var random = new SeededRandom(_options.Seed, 0x11EE, (ulong)step);
        var total = 0.0;
        foreach (var group in groups)
        {
            using var scope = NewDisposeScope();
            if (adapted)
                model.SetScores(Jitter(group[0].BlurScore, random), Jitter(group[0].NoiseScore, random));
            var conditioning = SampleTensors.Conditioning([.. group.Select(sample => sample.Source)], group[0].Target.Width);
            var target = RestorationLoss.Targets(group, conditioning);
            var restored = model.Restore(conditioning, [.. group.Select(sample => sample.PromptIndex)]);
            var loss = RestorationLoss.Of(restored, target, _options.LumaWeight, _options.FlatWeight).DividedBy(groups.Length);
            loss.backward();
            total += loss.item<float>();
        }

        optimizer.Step(_options.RateAt(step), _options.GradientNorm);
        return total;
    }

    private float Jitter(float score, SeededRandom random) =>
        Math.Clamp(score + (float)(_options.ScoreJitter * random.NextGaussian()), 0, 1);

    private TrainingMeasurement? Measure(
        TrainableModel model, AveragedAdamW optimizer, HeldOutMeasure heldOut, long step, TrainingHistory history)
    {
        optimizer.Exchange();
        try
        {
            var measured = heldOut.Measure(step, (source, plan) =>
            {
                if (_options.IsAdapted(step - 1))
                    model.SetScores(plan.BlurScore, plan.NoiseScore);
                var conditioning = plan.Factor == 1
                    ? SampleTensors.Signed([source])
                    : SampleTensors.Enlarge(SampleTensors.Signed([source]));
                return SampleTensors.ToImage(model.Restore(conditioning, [TrainingPrompts.DefaultPositive]));
            });
            if (measured is not null)
                history.Measurements.Add(measured);
            return measured;
        }
        finally
        {
            optimizer.Exchange();
        }
    }

    private void Save(AveragedAdamW optimizer, long step, TrainingHistory history)
    {
        TrainingCheckpoint.Save(CheckpointPath, [optimizer], step, history);
        LossCurve.Write(Path.Combine(_folder, "loss.png"), history, _options.Steps);
    }
}
