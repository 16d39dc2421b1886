using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using SrPlugin.Networks.Layers;
using SrPlugin.Networks.Tagger;
using SrPlugin.Trainer.Data;
using SrPlugin.Trainer.Optimization;
using SrPlugin.Trainer.Randomness;
using SrPlugin.Trainer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.AddSr;

/// <summary>
/// Trains a small RAM to see, in the degraded picture, what holds for the sharp one: what DAPE is to the published tagger is here learned
/// at once.
/// </summary>
internal sealed class TaggerTraining(AddSrRecipe recipe, SampleSource source)
{
    /// <summary>Its samples continue the restoration's series far beyond any number of steps.</summary>
    private const long FirstStep = 2_000_000;
    private const int BatchSize = 12;
    private const double LearningRate = 2e-3;

    /// <summary>ram.json: the keys of the authors' configurations, at small size.</summary>
    public static JsonObject Config() => new()
    {
        ["image_res"] = 64,
        ["patch_size"] = 4,
        ["embed_dim"] = 16,
        ["depths"] = new JsonArray(2, 2),
        ["num_heads"] = new JsonArray(2, 4),
        ["window_size"] = 4,
        ["num_class"] = PictureProperties.Tags.Count,
        ["embedding_size"] = 64,
        ["hidden_size"] = 32,
        ["intermediate_size"] = 64,
        ["num_attention_heads"] = 4,
        ["num_hidden_layers"] = 2,
        ["hidden_act"] = "gelu",
    };

    /// <summary>A network with its starting values. Not inside a dispose scope.</summary>
    public static RAM Create(ulong seed)
    {
        using var json = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Config().ToJsonString()));
        var network = new RAM(RAMConfig.Read(json), CPU, ScalarType.Float32);
        var random = new SeededRandom(seed, 0x7A66);
        foreach (var (name, parameter) in network.named_parameters())
        {
            var values = MemoryMarshal.Cast<byte, float>(parameter.bytes);
            var shape = parameter.shape;
            if (shape.Length == 1)
                values.Fill(name.EndsWith("bias", StringComparison.Ordinal) ? 0 : 1);
            else
            {
                var deviation = name switch
                {
                    "label_embed" => 1f,
                    _ when name.EndsWith("bias_table", StringComparison.Ordinal) => 0.02f,
                    _ => 1 / MathF.Sqrt(shape.Skip(1).Aggregate(1L, (product, size) => product * size)),
                };
                foreach (ref var value in values)
                    value = deviation * random.NextGaussian();
            }
        }

        return network;
    }

    /// <summary>Trains a network in place; its weights end up averaged.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the network is half trained.</exception>
    public void Train(RAM network, double reportSeconds, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var optimizer = new AveragedAdamW(network.named_parameters(), recipe.WeightDecay, 0.99);
        var batches = new BatchPrefetcher(source, FirstStep, _ => new BatchShape(BatchSize, recipe.CropSize, 1), 4);
        try
        {
            var report = new StretchReport(TrainingStage.Tagger, 0, recipe.TaggerSteps, reportSeconds, null, progress);
            for (var step = 0; step < recipe.TaggerSteps; step++)
            {
                report.Add(Update(network, optimizer, batches.Next(cancellationToken), step));
                report.EndStep(step + 1, null);
            }
        }
        finally
        {
            batches.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        optimizer.Exchange();
    }

    private double Update(RAM network, AveragedAdamW optimizer, TrainingSample[] batch, int step)
    {
        using var scope = NewDisposeScope();
        optimizer.ZeroGradients();
        var picture = ImageTagger.Prepare(
            SampleTensors.Stack([.. batch.Select(sample => sample.Source)]), network, InterpolationMode.Bilinear);
        var logits = network.TagLogits(network.call(picture));
        var truth = tensor(
            batch.SelectMany(sample => PictureProperties.Measure(sample.Target)).ToArray(), [batch.Length, PictureProperties.Tags.Count]);
        var loss = nn.functional.binary_cross_entropy_with_logits(logits, truth);
        loss.backward();
        optimizer.Step(LearningRate * Math.Min(1, (step + 1) / 30.0) * (0.5 + (0.5 * Math.Cos(Math.PI * step / recipe.TaggerSteps))), 1);
        return loss.item<float>();
    }
}
