using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SrPlugin.Networks.Tagger;
using SrPlugin.Networks.UNet;
using SrPlugin.Trainer.Model;
using SrPlugin.Trainer.Training;
using SrPlugin.Weights.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.AddSr;

/// <summary>Writes a trained model as a model folder: published layout and names, float16 safetensors, manifest and recipe.</summary>
internal static class AddSrExport
{
    private const double Threshold = 0.5;

    public static void Write(string folder, AddSrRecipe recipe, AddSrStart start, RAM tagger, TrainingHistory history)
    {
        var writer = new ModelFolderWriter(folder);
        var weights = "diffusion_pytorch_model.safetensors";
        writer.Text("vae/config.json", Base(recipe, "vae/config.json"));
        writer.Weights($"vae/{weights}", Tensors(start.Vae));
        writer.Config("unet/config.json", UNetConfig(recipe, start.UNetConfig));
        writer.Weights($"unet/{weights}", Tensors(start.Pair.UNet));
        writer.Config("controlnet/config.json", ControlNetConfig(recipe, start.UNetConfig));
        writer.Weights($"controlnet/{weights}", Tensors(start.Pair.ControlNet));
        writer.Text("text_encoder/config.json", Base(recipe, "text_encoder/config.json"));
        writer.Weights("text_encoder/model.safetensors", Tensors(start.Text));
        foreach (var file in new[] { "vocab.json", "merges.txt", "tokenizer_config.json" })
            writer.Text($"tokenizer/{file}", Base(recipe, $"tokenizer/{file}"));
        writer.Config("scheduler/scheduler_config.json", AddSrStart.SchedulerConfig());
        writer.Config("ram.json", TaggerTraining.Config());
        writer.Weights("ram.safetensors", Tensors(tagger));
        writer.Text("ram_tag_list.txt", string.Concat(PictureProperties.Tags.Select(tag => tag + "\n")));
        writer.Text(
            "ram_tag_list_threshold.txt",
            string.Concat(PictureProperties.Tags.Select(_ => Threshold.ToString(CultureInfo.InvariantCulture) + "\n")));
        writer.Text("recipe.json", (recipe with
        {
            Photos = [.. recipe.Photos.Select(ModelExport.Portable)],
            HeldOutPhotos = [.. recipe.HeldOutPhotos.Select(ModelExport.Portable)],
            Base = ModelExport.Portable(recipe.Base),
        }).ToJson() + "\n");
        new ModelManifest
        {
            Id = "tiny-addsr",
            Name = "Tiny AddSR",
            Description =
                "Built-in small model: restores and enlarges photos in one to four steps, each with more detail than the one before, "
                    + "without a download.",
            Pipeline = "addsr",
            Licence = new ModelLicence { Name = "Apache-2.0", Terms = "Free to use, change and pass on, commercially too; see LICENSE." },
            Files = writer.Files,
        }.Save(Path.Combine(folder, ModelManifest.FileName));
        File.WriteAllText(Path.Combine(folder, "history.json"), JsonSerializer.Serialize(history));
    }

    private static JsonObject UNetConfig(AddSrRecipe recipe, UNet2DConditionConfig config)
    {
        var json = Json(recipe, "unet/config.json");
        json["use_image_cross_attention"] = true;
        json["image_cross_attention_dim"] = config.ImageCrossAttentionDim;
        return json;
    }

    private static JsonObject ControlNetConfig(AddSrRecipe recipe, UNet2DConditionConfig config)
    {
        var json = UNetConfig(recipe, config);
        json["_class_name"] = "ControlNetModel";
        json.Remove("out_channels");
        json.Remove("up_block_types");
        json["conditioning_embedding_out_channels"] = new JsonArray(
            [.. AddSrStart.ConditioningChannels.Select(channels => (JsonNode)channels)]);
        return json;
    }

    private static JsonObject Json(AddSrRecipe recipe, string path) => JsonNode.Parse(Base(recipe, path))!.AsObject();

    private static string Base(AddSrRecipe recipe, string path) => File.ReadAllText(Path.Combine(recipe.Base, path));

    private static IEnumerable<(string Name, Tensor Tensor)> Tensors(nn.Module network) =>
        network.named_parameters().Select(pair => (pair.name, (Tensor)pair.parameter));
}
