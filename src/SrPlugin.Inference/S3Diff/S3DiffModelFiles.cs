using SrPlugin.Inference.Schedulers;
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
        folder.Require("vae", "unet", "text_encoder", "tokenizer", "scheduler", "s3diff");
        var opened = new Stack<IDisposable>();
        try
        {
            var estimator = folder.Find("de_net");
            var configuration = folder.Manifest?.Configuration;
            return new S3DiffModelParts
            {
                VaeConfig = Config(folder.Get("vae"), AutoencoderKLConfig.Read),
                Vae = Weights(folder.Get("vae"), opened),
                UNetConfig = Config(folder.Get("unet"), UNet2DConditionConfig.Read),
                UNet = Weights(folder.Get("unet"), opened),
                TextEncoderConfig = Config(folder.Get("text_encoder"), CLIPTextConfig.Read),
                OpenTextEncoder = () => WeightsSource.Open(folder.Get("text_encoder").WeightsPath!),
                Tokenizer = Tokenizer(folder.Get("tokenizer")),
                Scheduler = Config(folder.Get("scheduler"), Schedule),
                Adapter = Weights(folder.Get("s3diff"), opened),
                EstimatorConfig = estimator?.ConfigPath is null ? new DEResNetConfig() : Config(estimator, DEResNetConfig.Read),
                Estimator = estimator is null ? null : Weights(estimator, opened),
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

    private static WeightsSource Weights(ModelPart part, Stack<IDisposable> opened)
    {
        var source = WeightsSource.Open(part.WeightsPath!);
        opened.Push(source);
        return source;
    }

    private static T Config<T>(ModelPart part, Func<Stream, T> read)
    {
        using var stream = File.OpenRead(part.ConfigPath!);
        return read(stream);
    }

    private static NoiseSchedulerConfig Schedule(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return NoiseSchedulerConfig.Parse(reader.ReadToEnd());
    }

    private static CLIPTokenizer Tokenizer(ModelPart part)
    {
        var config = part.ConfigPath is null ? new CLIPTokenizerConfig() : Config(part, CLIPTokenizerConfig.Read);
        using var vocabulary = File.OpenRead(Path.Combine(part.Directory, "vocab.json"));
        using var merges = File.OpenRead(Path.Combine(part.Directory, "merges.txt"));
        return CLIPTokenizer.Read(vocabulary, merges, config);
    }
}
