using System.Runtime.InteropServices;
using System.Text;
using SrPlugin.Inference.Devices;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Degradation;
using SrPlugin.Networks.Lora;
using SrPlugin.Networks.UNet;
using SrPlugin.Testing;
using SrPlugin.Weights;
using SrPlugin.Weights.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Cli.Tests;

/// <summary>
/// A small S3Diff that works at the picture's own size and has no statistics over the picture, with weights by a rule: what it makes is no
/// better than its source, but depends on what lies around every pixel.
/// </summary>
internal static class OwnSizeModel
{
    private const string Vae = """{ "_class_name": "AutoencoderKL", "in_channels": 3, "out_channels": 3, "latent_channels": 12, "patch_size": 2, "scaling_factor": 1 }""";

    private const string UNet = """
        {
          "_class_name": "UNet2DConditionModel", "act_fn": "silu", "attention_head_dim": 2, "block_out_channels": [16, 32], "cross_attention_dim": 8,
          "down_block_types": ["DownBlock2D", "DownBlock2D"], "up_block_types": ["UpBlock2D", "UpBlock2D"], "mid_block_type": "UNetMidBlock2D",
          "in_channels": 12, "out_channels": 12, "layers_per_block": 1, "norm_eps": 0.3, "norm_num_groups": 8, "norm_type": "layer_norm",
          "use_linear_projection": true
        }
        """;

    private const string Scheduler = """
        { "_class_name": "DDPMScheduler", "beta_start": 0.00001, "beta_end": 0.000436, "beta_schedule": "linear", "clip_sample": false, "num_train_timesteps": 1000, "prediction_type": "epsilon" }
        """;

    private const string Estimator = """{ "num_in_ch": 3, "num_degradation": 2, "degradation_embed_size": 8, "num_feats": [4, 4, 4, 4], "num_blocks": [1, 1, 1, 1], "downscales": [1, 1, 2, 1] }""";

    /// <summary>Writes the model's folder.</summary>
    public static string Write(string folder)
    {
        TensorLibrary.Load();
        foreach (string part in (string[])["vae", "unet", "scheduler"])
            Directory.CreateDirectory(Path.Combine(folder, part));
        using var vae = new AutoencoderKL(Read(Vae, AutoencoderKLConfig.Read), META, ScalarType.Float32);
        using var unet = new UNet2DConditionModel(Read(UNet, UNet2DConditionConfig.Read), META, ScalarType.Float32);
        using var estimator = new DEResNet(Read(Estimator, DEResNetConfig.Read), META, ScalarType.Float32);
        Text("vae/config.json", Vae);
        Text("unet/config.json", UNet);
        Text("scheduler/scheduler_config.json", Scheduler);
        Text("de_net.json", Estimator);
        Weights("vae/diffusion_pytorch_model.safetensors", PassThrough(vae));
        Weights("unet/diffusion_pytorch_model.safetensors", new HashRuleWeights("unet", ShapesOf(unet)));
        Weights("de_net.safetensors", new HashRuleWeights("de_net", ShapesOf(estimator)));
        Weights(
            "s3diff.safetensors",
            new HashRuleWeights(
                "s3diff", S3DiffAdapter.CheckpointShapes(new S3DiffAdapterConfig { UNetLoraRank = 2, VaeLoraRank = 2 }, vae, unet)));
        new ModelManifest
        {
            Id = "own-size",
            Name = "Own size",
            Description = "For tests.",
            Pipeline = "s3diff",
            Licence = new ModelLicence { Name = "Apache-2.0", Terms = "For tests." },
            Configuration = new ModelConfiguration { GuidanceScale = 1, ColorFix = "none", WorkingScale = 1 },
            Files = [
                .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                    .Select(path => ModelFile.Describe(folder, Path.GetRelativePath(folder, path)))
            ],
        }.Save(Path.Combine(folder, ModelManifest.FileName));
        return folder;

        void Text(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
        void Weights(string name, WeightsSource weights) => SafetensorsFile.Write(Path.Combine(folder, name), weights);
    }

    // Every sample of a patch is a latent channel of its own.
    private static InMemoryWeights PassThrough(nn.Module vae)
    {
        var weights = new InMemoryWeights();
        foreach ((string name, IReadOnlyList<long> shape) in ShapesOf(vae))
        {
            var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
            for (int i = 0; shape.Count > 1 && i < Math.Min(shape[0], shape[1]); i++)
                values[(i * shape[1]) + i] = 1;
            weights.Add(name, TensorElementType.Float32, [.. shape], MemoryMarshal.AsBytes(values.AsSpan()));
        }

        return weights;
    }

    private static KeyValuePair<string, IReadOnlyList<long>>[] ShapesOf(nn.Module network) =>
        [.. network.named_parameters().Select(item => KeyValuePair.Create(item.name, (IReadOnlyList<long>)[.. item.parameter.shape]))];

    private static T Read<T>(string json, Func<Stream, T> read)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return read(stream);
    }
}
