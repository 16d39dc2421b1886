using SrPlugin.Inference.Diffusion;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Clip;
using SrPlugin.Networks.ControlNet;
using SrPlugin.Networks.Tagger;
using SrPlugin.Networks.UNet;
using SrPlugin.Weights;
using SrPlugin.Weights.Models;

namespace SrPlugin.Inference.AddSr;

/// <summary>Opens the files of an AddSR model.</summary>
public static class AddSrModelFiles
{
    /// <summary>Reads the configurations and opens the weights of a model folder.</summary>
    /// <param name="folder">A folder with a manifest, or one with the official files.</param>
    /// <exception cref="InvalidModelException">Parts are missing: all of them are named; or the tag lists do not fit each
    /// other.</exception>
    /// <exception cref="WeightsFormatException">A weights file is damaged, or refused as unsafe.</exception>
    /// <exception cref="NotSupportedException">A configuration that is not implemented.</exception>
    public static AddSrModelParts Open(ModelFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        folder.Require("vae", "unet", "controlnet", "text_encoder", "tokenizer", "scheduler", "ram", "ram_tags");
        var opened = new Stack<IDisposable>();
        try
        {
            var tagger = folder.Get("ram");
            return new AddSrModelParts
            {
                VaeConfig = ModelFileReading.Config(folder.Get("vae"), AutoencoderKLConfig.Read),
                Vae = ModelFileReading.Weights(folder.Get("vae"), opened),
                UNetConfig = ModelFileReading.Config(folder.Get("unet"), UNet2DConditionConfig.Read),
                UNet = ModelFileReading.Weights(folder.Get("unet"), opened),
                ControlNetConfig = ModelFileReading.Config(folder.Get("controlnet"), ControlNetConfig.Read),
                ControlNet = ModelFileReading.Weights(folder.Get("controlnet"), opened),
                TextEncoderConfig = ModelFileReading.Config(folder.Get("text_encoder"), CLIPTextConfig.Read),
                OpenTextEncoder = () => WeightsSource.Open(folder.Get("text_encoder").WeightsPath!),
                Tokenizer = ModelFileReading.Tokenizer(folder.Get("tokenizer")),
                Scheduler = ModelFileReading.Config(folder.Get("scheduler"), ModelFileReading.Schedule),
                TaggerConfig = tagger.ConfigPath is null ? new RAMConfig() : ModelFileReading.Config(tagger, RAMConfig.Read),
                Tagger = ModelFileReading.Weights(tagger, opened),
                Dape = folder.Find("dape") is { } dape ? ModelFileReading.Weights(dape, opened) : null,
                Vocabulary = Vocabulary(folder.Get("ram_tags")),
            };
        }
        catch
        {
            while (opened.TryPop(out var source))
                source.Dispose();
            throw;
        }
    }

    private static TagVocabulary Vocabulary(ModelPart part)
    {
        string never = Path.Combine(part.Directory, "ram_tag_list_delete.txt");
        using var tags = File.OpenText(Path.Combine(part.Directory, "ram_tag_list.txt"));
        using var thresholds = File.OpenText(Path.Combine(part.Directory, "ram_tag_list_threshold.txt"));
        using var deleted = File.Exists(never) ? File.OpenText(never) : null;
        try
        {
            return TagVocabulary.Read(tags, thresholds, deleted);
        }
        catch (FormatException e)
        {
            throw new InvalidModelException(part.Directory, [$"its tag lists are damaged: {e.Message}"], e);
        }
    }
}
