using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Networks.Loading;
using SrPlugin.Networks.Tagger;
using SrPlugin.Trainer.Data;
using SrPlugin.Trainer.Degradations;
using SrPlugin.Trainer.Optimization;
using SrPlugin.Trainer.Training;
using SrPlugin.Weights;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.AddSr;

/// <summary>
/// Trains a small AddSR and writes it as a model folder: the tagger, then UNet and ControlNet with a control image that is sometimes the
/// sharp picture, then the student, taught by what these have become. A stopped run goes on from its last checkpoint.
/// </summary>
public sealed class AddSrTraining
{
    private const int Margin = 32;
    private readonly AddSrRecipe _recipe;
    private readonly string _folder;

    /// <param name="recipe">The recipe.</param>
    /// <param name="folder">Where checkpoints, loss curve and the finished model (in the folder "model") go; made if need be.</param>
    /// <exception cref="ArgumentException">The recipe is not usable.</exception>
    public AddSrTraining(AddSrRecipe recipe, string folder)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        recipe.Validate();
        (_recipe, _folder) = (recipe, Path.GetFullPath(folder));
    }

    /// <summary>Seconds between reports. Tests want every step told.</summary>
    internal double ReportSeconds { get; init; } = 10;

    /// <summary>Trains to the end and writes the model.</summary>
    /// <param name="resume">Go on from the folder's checkpoints if there are any; otherwise start anew and overwrite them.</param>
    /// <param name="progress">Told about every ten seconds.</param>
    /// <param name="cancellationToken">Stops after the current step; the state is saved first.</param>
    /// <returns>The model's folder.</returns>
    /// <exception cref="InvalidDataException">A checkpoint belongs to another recipe.</exception>
    /// <exception cref="InvalidOperationException">Training diverged.</exception>
    // Tensors stay on one thread: the loops run where they were called, with no await while any of them lives.
    public Task<string> RunAsync(bool resume, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(
            () => Train(resume, progress, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private string Train(bool resume, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        TensorLibrary.Load();
        Directory.CreateDirectory(_folder);
        if (_recipe.Threads > 0)
            set_num_threads(_recipe.Threads);
        var pictures = new TrainingPictures(_recipe.Photos.Select(LoadPhoto), _recipe.Seed, 256, 48, 0.06, _recipe.CropSize + Margin);
        var source = new SampleSource(pictures, new DegradationSampler(_recipe.Degradations), _recipe.Seed, _recipe.PhotoShare, 0);
        var heldOut = new HeldOutMeasure(_recipe.HeldOutPhotos.Select(LoadPhoto));

        using var tagger = Tagger(source, resume, progress, cancellationToken);
        using var start = new AddSrStart(_recipe, tagger.Config.EmbeddingSize);
        using var stage = new StudentLessons(_recipe, start, tagger);

        var history = Run(TrainingStage.Teacher, 0, _recipe.TeacherSteps, stage.TeachTeacher, new TrainingHistory());
        using (var teacher = new NetworkPair(start.UNetConfig, start.ControlNetConfig))
        {
            teacher.CopyFrom(start.Pair);
            stage.Teacher = teacher;
            history = Run(TrainingStage.Student, _recipe.TeacherSteps, _recipe.StudentSteps, stage.TeachStudent, history);
        }

        var folder = Path.Combine(_folder, "model");
        AddSrExport.Write(folder, _recipe, start, tagger, history);
        return folder;

        TrainingHistory Run(
            TrainingStage kind, long before, int steps, Func<TrainingSample[], long, double> lesson, TrainingHistory history)
        {
            var path = Path.Combine(_folder, $"{kind.ToString().ToLowerInvariant()}.safetensors");
            var optimizer = new AveragedAdamW(start.Pair.Parameters, _recipe.WeightDecay, _recipe.AverageDecay);
            AveragedAdamW[] stepped = kind == TrainingStage.Student ? [optimizer, stage.CriticOptimizer] : [optimizer];
            (var first, history) = resume && File.Exists(path) ? TrainingCheckpoint.Load(path, stepped) : (0, history);
            var batches = new BatchPrefetcher(source, before + first, _ => new BatchShape(_recipe.BatchSize, _recipe.CropSize, 1), 4);
            try
            {
                var report = new StretchReport(kind, before + first, before + steps, ReportSeconds, history, progress);
                for (var step = first; step < steps; step++)
                {
                    TrainingSample[] batch;
                    try
                    {
                        batch = batches.Next(cancellationToken);
                    }
                    catch (OperationCanceledException)
                    {
                        TrainingCheckpoint.Save(path, stepped, step, history);
                        throw;
                    }

                    optimizer.ZeroGradients();
                    report.Add(lesson(batch, before + step));
                    optimizer.Step(
                        RateAt(step, steps, kind == TrainingStage.Student ? _recipe.StudentLearningRate : _recipe.LearningRate),
                        _recipe.GradientNorm);
                    TrainingMeasurement? measured = null;
                    if ((step + 1) % _recipe.CheckpointEvery == 0 || step + 1 == steps)
                    {
                        measured = Measure(stage, optimizer, heldOut, before + step + 1, history);
                        TrainingCheckpoint.Save(path, stepped, step + 1, history);
                        LossCurve.Write(Path.Combine(_folder, "loss.png"), history, _recipe.TeacherSteps + _recipe.StudentSteps);
                    }

                    report.EndStep(before + step + 1, measured);
                }
            }
            finally
            {
                batches.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }

            optimizer.Exchange();
            return history;
        }
    }

    private static PlanarImage LoadPhoto(string path) => PlanarImage.FromPixels(PictureFile.Load(path).Pixels).ToRgb();

    private RAM Tagger(SampleSource source, bool resume, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_folder, "tagger.safetensors");
        var network = TaggerTraining.Create(_recipe.Seed);
        try
        {
            if (resume && File.Exists(path))
            {
                using var saved = new SafetensorsFile(path);
                StrictLoader.Load(network, saved);
                return network;
            }

            new TaggerTraining(_recipe, source).Train(network, ReportSeconds, progress, cancellationToken);
            var weights = new InMemoryWeights();
            foreach (var (name, parameter) in network.named_parameters())
                weights.Add(name, TensorElementType.Float32, parameter.shape, parameter.bytes);
            SafetensorsFile.Write(path, weights);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private double RateAt(long step, int steps, double highest) =>
        highest * Math.Min(1, (step + 1.0) / Math.Max(1, _recipe.WarmUpSteps)) * (0.02 + (0.49 * (1 + Math.Cos(Math.PI * step / steps))));

    private static TrainingMeasurement? Measure(
        StudentLessons stage, AveragedAdamW optimizer, HeldOutMeasure heldOut, long step, TrainingHistory history)
    {
        optimizer.Exchange();
        try
        {
            var measured = heldOut.Measure(step, (source, _) => stage.Restore(source, 1, 0));
            if (measured is not null)
                history.Measurements.Add(measured);
            return measured;
        }
        finally
        {
            optimizer.Exchange();
        }
    }
}
