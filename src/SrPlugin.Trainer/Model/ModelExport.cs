using System.Text.Json;
using SrPlugin.Networks.Degradation;
using SrPlugin.Trainer.Training;
using SrPlugin.Weights.Models;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Model;

/// <summary>Writes a trained model as a model folder: published layout and names, float16 safetensors, manifest and recipe.</summary>
internal static class ModelExport
{
    public static void Write(string folder, TrainingOptions options, TrainableModel model, DEResNet estimator, TrainingHistory history)
    {
        var writer = new ModelFolderWriter(folder);
        var architecture = options.Architecture;
        writer.Config("vae/config.json", architecture.VaeConfig());
        writer.Weights("vae/diffusion_pytorch_model.safetensors", model.Tensors("vae"));
        writer.Config("unet/config.json", architecture.UNetConfig());
        writer.Weights("unet/diffusion_pytorch_model.safetensors", model.Tensors("unet"));
        if (architecture.Attention)
        {
            writer.Config("text_encoder/config.json", architecture.TextConfig());
            writer.Weights("text_encoder/model.safetensors", model.Tensors("text_encoder"));
            writer.Text("tokenizer/vocab.json", model.Tokenizer.VocabularyJson + "\n");
            writer.Text("tokenizer/merges.txt", model.Tokenizer.MergesText);
            writer.Text("tokenizer/tokenizer_config.json", model.Tokenizer.ConfigJson);
        }

        writer.Config("scheduler/scheduler_config.json", architecture.SchedulerConfig());
        writer.Weights("s3diff.safetensors", model.AdapterTensors);
        writer.Config("de_net.json", architecture.EstimatorConfig());
        writer.Weights("de_net.safetensors", estimator.named_parameters().Select(pair => (pair.name, (Tensor)pair.parameter)));
        writer.Text("recipe.json", Recipe(options));
        Manifest(writer.Files, options).Save(Path.Combine(folder, ModelManifest.FileName));
        File.WriteAllText(Path.Combine(folder, "history.json"), JsonSerializer.Serialize(history));
    }

    // Where photos lay on the training machine says nothing to anyone else; a path relative to the repository does.
    private static string Recipe(TrainingOptions options) => (options with
    {
        Photos = [.. options.Photos.Select(Portable)],
        HeldOutPhotos = [.. options.HeldOutPhotos.Select(Portable)],
    }).ToJson() + "\n";

    public static string Portable(string path) => Path.IsPathRooted(path) ? Path.GetFileName(path) : path.Replace('\\', '/');

    private static ModelManifest Manifest(IReadOnlyList<ModelFile> files, TrainingOptions options) => new()
    {
        Id = options.Id,
        Name = options.Name,
        Description = options.Description,
        Pipeline = "s3diff",
        Licence = new ModelLicence { Name = "Apache-2.0", Terms = "Free to use, change and pass on, commercially too; see LICENSE." },
        Configuration = options.Architecture.Attention && options.ColorFix ? new ModelConfiguration() : new ModelConfiguration
        {
            GuidanceScale = options.Architecture.Attention ? null : 1,
            ColorFix = options.ColorFix ? null : "none",
            WorkingScale = options.Degradations.Factors.Min() is < 4 and var smallest ? smallest : null,
        },
        Files = files,
    };
}
