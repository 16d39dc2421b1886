using SrPlugin.Inference.Diffusion;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Clip;
using SrPlugin.Networks.Degradation;
using SrPlugin.Networks.UNet;
using SrPlugin.Weights;
using SrPlugin.Weights.Models;

namespace SrPlugin.Inference.S3Diff;

/// <summary>Opens the files of an S3Diff model.</summary>
public static class S3DiffModelFiles
{
    /// <summary>Reads the configurations and opens the weights of a model folder.</summary>
    /// <param name="folder">A folder with a manifest, or one with the official files.</param>
    /// <exception cref="InvalidModelException">Parts are missing: all of them are named.</exception>
    /// <exception cref="WeightsFormatException">A weights file is damaged, or refused as unsafe.</exception>
    /// <exception cref="NotSupportedException">A configuration that is not implemented.</exception>
    public static S3DiffModelParts Open(ModelFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        // Only the UNet says whether it reads prompts; a model without one lacks all of these.
        if (folder.Find("unet") is null)
            folder.Require("vae", "unet", "text_encoder", "tokenizer", "scheduler", "s3diff");
        folder.Require("vae", "unet", "scheduler", "s3diff");
        var unetConfig = ModelFileReading.Config(folder.Get("unet"), UNet2DConditionConfig.Read);
        if (unetConfig.ReadsPrompt)
            folder.Require("text_encoder", "tokenizer");
        var opened = new Stack<IDisposable>();
        try
        {
            var estimator = folder.Find("de_net");
            var configuration = folder.Manifest?.Configuration;
            return new S3DiffModelParts
            {
                VaeConfig = ModelFileReading.Config(folder.Get("vae"), AutoencoderKLConfig.Read),
                Vae = ModelFileReading.Weights(folder.Get("vae"), opened),
                UNetConfig = unetConfig,
                UNet = ModelFileReading.Weights(folder.Get("unet"), opened),
                TextEncoderConfig = !unetConfig.ReadsPrompt
                    ? null
                    : ModelFileReading.Config(folder.Get("text_encoder"), CLIPTextConfig.Read),
                OpenTextEncoder = !unetConfig.ReadsPrompt ? null : () => WeightsSource.Open(folder.Get("text_encoder").WeightsPath!),
                Tokenizer = !unetConfig.ReadsPrompt ? null : ModelFileReading.Tokenizer(folder.Get("tokenizer")),
                Scheduler = ModelFileReading.Config(folder.Get("scheduler"), ModelFileReading.Schedule),
                Adapter = ModelFileReading.Weights(folder.Get("s3diff"), opened),
                EstimatorConfig = estimator?.ConfigPath is null
                    ? new DEResNetConfig()
                    : ModelFileReading.Config(estimator, DEResNetConfig.Read),
                Estimator = estimator is null ? null : ModelFileReading.Weights(estimator, opened),
                WorkingScale = configuration?.WorkingScale,
                Prompts =
                [
                    configuration?.PositivePrompt ?? S3DiffOptions.DefaultPositivePrompt,
                    configuration?.NegativePrompt ?? S3DiffOptions.DefaultNegativePrompt,
                ],
            };
        }
        catch
        {
            while (opened.TryPop(out var source))
                source.Dispose();
            throw;
        }
    }
}
