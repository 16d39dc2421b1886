using System.Runtime.InteropServices;
using SrPlugin.Networks.Degradation;
using SrPlugin.Networks.Layers;
using SrPlugin.Networks.Loading;
using SrPlugin.Trainer.Data;
using SrPlugin.Trainer.Model;
using SrPlugin.Trainer.Optimization;
using SrPlugin.Trainer.Randomness;
using SrPlugin.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Training;

/// <summary>
/// Trains the degradation estimator on the samples' own scores. It sees low-resolution crops twice as wide as the restoration
/// networks do: a picture's noise and blur are judged over an area. It takes minutes, so only its end is saved.
/// </summary>
internal sealed class EstimatorTraining(TrainingOptions options, SampleSource source)
{
    /// <summary>Its samples continue the restoration's series far beyond any number of steps.</summary>
    private const long FirstStep = 1_000_000;
    private const double LearningRate = 1e-3, FinalLearningRate = 1e-5;

    /// <summary>The trained estimator, with averaged weights.</summary>
    /// <param name="path">Where it is saved when it is trained.</param>
    /// <param name="resume">Take the saved one if there is one.</param>
    /// <param name="reportSeconds">Seconds between reports.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Checked at every step.</param>
    public DEResNet Train(
        string path, bool resume, double reportSeconds, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var network = new DEResNet(options.Architecture.Estimator(), CPU, ScalarType.Float32);
        bool isDone = resume && File.Exists(path);
        if (isDone || options.EstimatorFrom is not null)
        {
            using var saved = new SafetensorsFile(isDone ? path : options.EstimatorFrom!);
            StrictLoader.Load(network, saved);
        }
        else
        {
            var random = new SeededRandom(options.Seed, 0xE571);
            foreach (var (name, parameter) in network.named_parameters())
                MemoryMarshal.AsBytes(EstimatorStart.Values(name, parameter.shape, random).AsSpan()).CopyTo(parameter.bytes);
        }

        if (isDone)
            return network;
        var optimizer = new AveragedAdamW(network.named_parameters(), options.WeightDecay, 0.995);
        var batches = new BatchPrefetcher(source, FirstStep, _ => new BatchShape(8, options.LateCropSize, 1), 4);
        try
        {
            var report = new StretchReport(TrainingStage.Estimator, 0, options.EstimatorSteps, reportSeconds, null, progress);
            for (var step = 0; step < options.EstimatorSteps; step++)
            {
                report.Add(Update(network, optimizer, batches.Next(cancellationToken), step));
                report.EndStep(step + 1, null);
            }
        }
        catch
        {
            network.Dispose();
            throw;
        }
        finally
        {
            batches.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        optimizer.Exchange();
        var weights = new InMemoryWeights();
        foreach (var entry in optimizer.Entries)
            weights.Add(entry.Name, entry.Parameter.shape, entry.Weights);
        SafetensorsFile.Write(path, weights);
        return network;
    }

    private double Update(DEResNet network, AveragedAdamW optimizer, TrainingSample[] batch, int step)
    {
        using var scope = NewDisposeScope();
        optimizer.ZeroGradients();
        var total = 0.0;
        foreach (var group in batch.GroupBy(sample => sample.Source.Width))
        {
            var scores = network.call(SampleTensors.Stack([.. group.Select(sample => sample.Source)]));
            var truth = tensor(group.SelectMany(sample => new[] { sample.BlurScore, sample.NoiseScore }).ToArray(), [group.Count(), 2]);
            var error = scores - truth;
            var loss = (error * error).Plus(1e-5).sqrt().mean().Times(group.Count() / (double)batch.Length);
            loss.backward();
            total += loss.item<float>();
        }

        var cosine = 0.5 + (0.5 * Math.Cos(Math.PI * step / options.EstimatorSteps));
        optimizer.Step(Math.Min(1, (step + 1) / 50.0) * (FinalLearningRate + ((LearningRate - FinalLearningRate) * cosine)), 0.5);
        return total;
    }
}
