using SrPlugin.Inference.Schedulers;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Clip;
using SrPlugin.Networks.Degradation;
using SrPlugin.Networks.Loading;
using SrPlugin.Networks.UNet;
using SrPlugin.Weights;
using SrPlugin.Weights.Models;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Papers;

/// <summary>The published networks that S3Diff's training starts from: a one-step Stable Diffusion and a degradation estimator.</summary>
internal sealed class S3DiffBase : IDisposable
{
    private readonly ModelFolder _folder;

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">The folder in diffusers' layout.</param>
    /// <exception cref="InvalidModelException">Parts are missing: all of them are named.</exception>
    public S3DiffBase(string folder)
    {
        _folder = ModelFolder.Open(folder);
        _folder.Require("vae", "unet", "text_encoder", "tokenizer", "scheduler");
        VaeConfig = Config("vae", AutoencoderKLConfig.Read);
        UNetConfig = Config("unet", UNet2DConditionConfig.Read);
        using (var reader = new StreamReader(_folder.Get("scheduler").ConfigPath!))
            Scheduler = NoiseSchedulerConfig.Parse(reader.ReadToEnd());
        Vae = WeightsSource.Open(_folder.Get("vae").WeightsPath!);
        UNet = WeightsSource.Open(_folder.Get("unet").WeightsPath!);
    }

    public AutoencoderKLConfig VaeConfig { get; }

    public UNet2DConditionConfig UNetConfig { get; }

    public NoiseSchedulerConfig Scheduler { get; }

    public WeightsSource Vae { get; }

    public WeightsSource UNet { get; }

    /// <summary>The embeddings of prompts, [1, L, C] each; the caller's.</summary>
    public IReadOnlyList<Tensor> Embed(params IReadOnlyList<string> prompts)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        using var text = new CLIPTextModel(Config("text_encoder", CLIPTextConfig.Read), CPU, ScalarType.Float32);
        using (var weights = WeightsSource.Open(_folder.Get("text_encoder").WeightsPath!))
            StrictLoader.Load(text, weights);
        var part = _folder.Get("tokenizer");
        using var vocabulary = File.OpenRead(Path.Combine(part.Directory, "vocab.json"));
        using var merges = File.OpenRead(Path.Combine(part.Directory, "merges.txt"));
        var tokenizer = CLIPTokenizer.Read(
            vocabulary, merges, part.ConfigPath is null ? new CLIPTokenizerConfig() : Config("tokenizer", CLIPTokenizerConfig.Read));
        return [.. prompts.Select(prompt => text.call(tensor(tokenizer.Encode(prompt)).unsqueeze(0)).MoveToOuterDisposeScope())];
    }

    /// <summary>The degradation estimator, frozen; the caller's.</summary>
    /// <param name="path">Its weights; null for those in the folder.</param>
    /// <param name="device">Where it lies.</param>
    public DEResNet Estimator(string? path, Device device)
    {
        if (path is null)
            _folder.Require("de_net");
        var config = path is null && _folder.Get("de_net").ConfigPath is not null
            ? Config("de_net", DEResNetConfig.Read)
            : new DEResNetConfig();
        var network = new DEResNet(config, device, ScalarType.Float32);
        using var weights = WeightsSource.Open(path ?? _folder.Get("de_net").WeightsPath!);
        StrictLoader.Load(network, weights);
        foreach (var parameter in network.parameters())
            parameter.requires_grad_(false);
        return network;
    }

    public void Dispose()
    {
        Vae.Dispose();
        UNet.Dispose();
    }

    private T Config<T>(string part, Func<Stream, T> read)
    {
        using var stream = File.OpenRead(_folder.Get(part).ConfigPath!);
        return read(stream);
    }
}
