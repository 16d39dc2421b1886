using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using SrPlugin.Trainer.Optimization;
using SrPlugin.Weights;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Training;

/// <summary>
/// The state of an interrupted run in one safetensors file: weights, both moments, averages, and how far it had come. Samples
/// depend on the step alone, so there is no generator state to save. The file is written beside and renamed: after a kill at any
/// moment either the old or the new checkpoint is there, whole.
/// </summary>
internal static class TrainingCheckpoint
{
    private static readonly string[] s_kinds = ["weights", "first", "second", "average"];

    /// <summary>Writes everything.</summary>
    /// <param name="path">The file.</param>
    /// <param name="optimizers">All that are stepped: the networks' own first, then those of what is trained along. No two entries of one
    /// name.</param>
    /// <param name="step">The next step to make.</param>
    /// <param name="history">What was measured so far.</param>
    /// <param name="buffers">What changes along without an optimizer.</param>
    public static void Save(
        string path,
        IReadOnlyList<AveragedAdamW> optimizers, long step, TrainingHistory history, IEnumerable<(string Name, Tensor Tensor)>? buffers =
            null)
    {
        var tensors = new InMemoryWeights();
        foreach (var entry in optimizers.SelectMany(optimizer => optimizer.Entries))
        {
            var shape = entry.Parameter.shape;
            tensors.Add("weights/" + entry.Name, shape, entry.Weights);
            tensors.Add("first/" + entry.Name, shape, entry.First);
            tensors.Add("second/" + entry.Name, shape, entry.Second);
            tensors.Add("average/" + entry.Name, shape, entry.Average);
        }

        foreach (var (name, tensor) in buffers ?? [])
        {
            using var plain = tensor.cpu();
            tensors.Add("buffer/" + name, plain.shape, MemoryMarshal.Cast<byte, float>(plain.bytes));
        }

        SafetensorsFile.Write(path, tensors, new Dictionary<string, string>
        {
            ["step"] = step.ToString(CultureInfo.InvariantCulture),
            ["updates"] = string.Join(' ', optimizers.Select(optimizer => optimizer.Updates.ToString(CultureInfo.InvariantCulture))),
            ["history"] = JsonSerializer.Serialize(history),
        });
    }

    /// <summary>Restores everything; returns the next step to make.</summary>
    /// <param name="path">The file.</param>
    /// <param name="optimizers">As they were saved.</param>
    /// <param name="buffers">As they were saved.</param>
    /// <exception cref="WeightsFormatException">The file is damaged.</exception>
    /// <exception cref="InvalidDataException">The checkpoint belongs to networks of other sizes.</exception>
    public static (long Step, TrainingHistory History) Load(
        string path, IReadOnlyList<AveragedAdamW> optimizers, IEnumerable<(string Name, Tensor Tensor)>? buffers = null)
    {
        using var file = new SafetensorsFile(path);
        foreach (var entry in optimizers.SelectMany(optimizer => optimizer.Entries))
        {
            foreach (var kind in s_kinds)
            {
                if (!file.Tensors.TryGetValue(kind + "/" + entry.Name, out var info) || !info.Shape.SequenceEqual(entry.Parameter.shape))
                    throw new InvalidDataException(
                        $"The checkpoint {path} does not fit this recipe's networks: '{entry.Name}' is missing or has another shape. Train "
                            + $"in another folder, or with the recipe of the checkpoint.");
            }

            file.Read("weights/" + entry.Name, MemoryMarshal.AsBytes(entry.Weights));
            file.Read("first/" + entry.Name, MemoryMarshal.AsBytes(entry.First.AsSpan()));
            file.Read("second/" + entry.Name, MemoryMarshal.AsBytes(entry.Second.AsSpan()));
            file.Read("average/" + entry.Name, MemoryMarshal.AsBytes(entry.Average.AsSpan()));
            entry.Publish();
        }

        foreach (var (name, tensor) in buffers ?? [])
        {
            using var grad = no_grad();
            using var stored = empty(tensor.shape, ScalarType.Float32, CPU);
            file.Read("buffer/" + name, stored.bytes);
            tensor.copy_(stored);
        }

        foreach (var (optimizer, updates) in optimizers.Zip(file.Metadata["updates"].Split(' ')))
            optimizer.Updates = long.Parse(updates, CultureInfo.InvariantCulture);
        var history = JsonSerializer.Deserialize<TrainingHistory>(file.Metadata["history"]) ?? new TrainingHistory();
        return (long.Parse(file.Metadata["step"], CultureInfo.InvariantCulture), history);
    }
}
