using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using SrPlugin.Networks.Degradation;
using SrPlugin.Trainer.Training;
using SrPlugin.Weights;
using SrPlugin.Weights.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Model;

/// <summary>Writes a trained model as a model folder: published layout and names, float16 safetensors, manifest and recipe.</summary>
internal static class ModelExport
{
    private const string Id = "tiny-s3diff";
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    public static void Write(string folder, TrainingOptions options, TrainableModel model, DEResNet estimator, TrainingHistory history)
    {
        Directory.CreateDirectory(folder);
        var architecture = options.Architecture;
        var files = new List<string>();
        void Weights(string path, IEnumerable<(string Name, Tensor Tensor)> tensors)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            SafetensorsFile.Write(Path.Combine(folder, path), Halves(tensors), new Dictionary<string, string> { ["format"] = "pt" });
            files.Add(path);
        }

        void Text(string path, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            File.WriteAllText(Path.Combine(folder, path), text.ReplaceLineEndings("\n"));
            files.Add(path);
        }

        void Config(string path, JsonObject config) => Text(path, config.ToJsonString(s_json) + "\n");

        Config("vae/config.json", architecture.VaeConfig());
        Weights("vae/diffusion_pytorch_model.safetensors", Part(model, "vae"));
        Config("unet/config.json", architecture.UNetConfig());
        Weights("unet/diffusion_pytorch_model.safetensors", Part(model, "unet"));
        Config("text_encoder/config.json", architecture.TextConfig());
        Weights("text_encoder/model.safetensors", Part(model, "text_encoder"));
        Text("tokenizer/vocab.json", model.Tokenizer.VocabularyJson + "\n");
        Text("tokenizer/merges.txt", model.Tokenizer.MergesText);
        Text("tokenizer/tokenizer_config.json", model.Tokenizer.ConfigJson);
        Config("scheduler/scheduler_config.json", TinyArchitecture.SchedulerConfig());
        Weights("s3diff.safetensors", model.AdapterTensors);
        Config("de_net.json", architecture.EstimatorConfig());
        Weights("de_net.safetensors", estimator.named_parameters().Select(pair => (pair.name, (Tensor)pair.parameter)));
        Text("recipe.json", Recipe(options));
        Manifest(folder, files).Save(Path.Combine(folder, ModelManifest.FileName));
        File.WriteAllText(Path.Combine(folder, "history.json"), JsonSerializer.Serialize(history));
    }

    // Where photos lay on the training machine says nothing to anyone else; a path relative to the repository does.
    private static string Recipe(TrainingOptions options) => (options with
    {
        Photos = [.. options.Photos.Select(Portable)],
        HeldOutPhotos = [.. options.HeldOutPhotos.Select(Portable)],
    }).ToJson() + "\n";

    private static string Portable(string path) => Path.IsPathRooted(path) ? Path.GetFileName(path) : path.Replace('\\', '/');

    private static ModelManifest Manifest(string folder, List<string> files) => new()
    {
        Id = Id,
        Name = "Tiny S3Diff",
        Description = "Built-in small model: restores and enlarges photos in about a second per megapixel of a two-core machine, without a download.",
        Pipeline = "s3diff",
        Licence = new ModelLicence { Name = "Apache-2.0", Terms = "Free to use, change and pass on, commercially too; see LICENSE." },
        Files = [.. files.Select(path => ModelFile.Describe(folder, path))],
    };

    private static IEnumerable<(string Name, Tensor Tensor)> Part(TrainableModel model, string part) =>
        from pair in model.Parameters
        where pair.Name.StartsWith(part + "/", StringComparison.Ordinal)
        select (pair.Name[(part.Length + 1)..], (Tensor)pair.Parameter);

    private static InMemoryWeights Halves(IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        var weights = new InMemoryWeights();
        foreach (var (name, tensor) in tensors)
        {
            var values = MemoryMarshal.Cast<byte, float>(tensor.bytes);
            var halves = new Half[values.Length];
            for (var i = 0; i < halves.Length; i++)
                halves[i] = (Half)values[i];
            weights.Add(name, TensorElementType.Float16, tensor.shape, MemoryMarshal.AsBytes(halves.AsSpan()));
        }

        return weights;
    }
}
