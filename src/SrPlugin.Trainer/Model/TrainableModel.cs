using System.Runtime.InteropServices;
using SrPlugin.Inference.Schedulers;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Clip;
using SrPlugin.Networks.Layers;
using SrPlugin.Networks.Lora;
using SrPlugin.Networks.UNet;
using SrPlugin.Trainer.Prompts;
using SrPlugin.Trainer.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Model;

/// <summary>The networks of a small S3Diff as one differentiable function from the enlarged source to the restored picture.</summary>
internal sealed class TrainableModel : IDisposable
{
    private readonly AutoencoderKL _vae;
    private readonly UNet2DConditionModel _unet;
    private readonly CLIPTextModel? _text;
    private readonly bool _colorFix;
    private readonly S3DiffAdapter _adapter;
    private readonly Tensor _tokens, _timestep;
    private readonly double _latentGain, _noiseGain, _scale;

    /// <summary>Builds the networks with their starting values. Not inside a dispose scope.</summary>
    /// <param name="architecture">Sizes.</param>
    /// <param name="seed">Seed of the starting values.</param>
    /// <param name="colorFix">Whether the low frequencies of the result come from the source, as the wavelet colour fix makes it.</param>
    public TrainableModel(TinyArchitecture architecture, ulong seed, bool colorFix = true)
    {
        _colorFix = colorFix;
        Architecture = architecture;
        Tokenizer = new TinyTokenizer(architecture.TextMerges);
        _vae = new AutoencoderKL(architecture.Vae(), CPU, ScalarType.Float32);
        _unet = new UNet2DConditionModel(architecture.UNet(), CPU, ScalarType.Float32);
        _text = architecture.Attention ? new CLIPTextModel(architecture.Text(), CPU, ScalarType.Float32) : null;

        // x₀ = (x − √(1 − ᾱ)·ε) / √ᾱ at the last timestep.
        var scheduler = new OneStepScheduler(architecture.Scheduler());
        var alpha = (double)scheduler.AlphasCumprod[scheduler.LastTimestep];
        (_latentGain, _noiseGain) = (1 / Math.Sqrt(alpha), Math.Sqrt((1 - alpha) / alpha));
        _scale = _vae.Config.ScalingFactor;
        Initialize(new SeededRandom(seed, 0x57A7), (float)(1 / Math.Sqrt(alpha)));

        using (var generator = new Generator(seed))
            _adapter = S3DiffAdapter.Create(architecture.Adapter(), _vae, _unet, generator);
        StartModulationAtIdentity();

        _tokens = tensor(
            TrainingPrompts.All.SelectMany(Tokenizer.Tokenizer.Encode).ToArray(), [TrainingPrompts.All.Count, Tokenizer.Tokenizer.Length]);
        _timestep = tensor(new long[] { scheduler.LastTimestep });
    }

    public TinyArchitecture Architecture { get; }

    public TinyTokenizer Tokenizer { get; }

    /// <summary>Everything that is trained, under "part/key".</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Parameters =>
        (Architecture.PatchSize > 1 ? [] : Named("vae", _vae)).Concat(Named("unet", _unet))
            .Concat(_text is null ? [] : Named("text_encoder", _text))
            .Concat(AdapterParameters);

    /// <summary>Every tensor of a part's file: "vae", "unet" or "text_encoder". A VAE of patches is not trained.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Tensors(string part)
    {
        nn.Module network =
            part switch { "vae" => _vae, "unet" => _unet, _ => _text ?? throw new ArgumentException($"There is no {part}.", nameof(part)) };
        return network.named_parameters().Select(pair => (pair.name, (Tensor)pair.parameter));
    }

    /// <summary>Every tensor of the degradation LoRA's file, under its published name, the fixed ones included.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> AdapterTensors => _adapter.NamedTensors;

    private IEnumerable<(string Name, Parameter Parameter)> AdapterParameters =>
        from pair in _adapter.NamedTensors
        where pair.Tensor is Parameter && pair.Name != "w" && !pair.Name.StartsWith("state_dict_unet/conv_in.", StringComparison.Ordinal)
        select ("s3diff/" + pair.Name, (Parameter)pair.Tensor);

    /// <summary>Lets the degradation LoRA act, for one pair of scores; null: networks without LoRA.</summary>
    public void SetScores(float blur, float noise)
    {
        using var scores = tensor(new[] { blur, noise }, [1, 2]);
        _adapter.SetDegradation(scores, merged: true);
    }

    /// <summary>
    /// The restored pictures after the colour fix, [N, 3, H, W], about −1…1; one prompt per picture, guidance 1.
    /// </summary>
    /// <param name="conditioning">Enlarged sources, [N, 3, H, W], −1…1; sides divisible by 8.</param>
    /// <param name="prompts">Index into <see cref="TrainingPrompts.All"/> for every picture.</param>
    public Tensor Restore(Tensor conditioning, IReadOnlyList<int> prompts)
    {
        using var scope = NewDisposeScope();
        var context = Embed(prompts); // [N, 77, C]
        using var posterior = _vae.encode(conditioning);
        var latent = posterior.Moments.narrow(1, 0, Architecture.LatentChannels).Times(_scale); // [N, L, H/4, W/4]
        var output = _unet.call(latent, _timestep, context);
        var restored = _vae.decode(latent.Times(_latentGain).Plus(output, -_noiseGain).DividedBy(_scale));
        return (_colorFix ? WaveletFix.Apply(restored, conditioning) : restored).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _adapter.Dispose();
        _vae.Dispose();
        _unet.Dispose();
        _text?.Dispose();
        _tokens.Dispose();
        _timestep.Dispose();
    }

    private static IEnumerable<(string Name, Parameter Parameter)> Named(string part, nn.Module network) =>
        network.named_parameters().Select(pair => (part + "/" + pair.name, pair.parameter));

    private Tensor Embed(IReadOnlyList<int> prompts)
    {
        if (_text is null)
            return zeros([prompts.Count, 1, Architecture.TextChannels]); // nothing reads it
        var distinct = prompts.Distinct().ToArray();
        var tokens = _tokens.index_select(0, tensor(distinct.Select(index => (long)index).ToArray()));
        var embeddings = _text.call(tokens); // [distinct, 77, C]
        return embeddings.index_select(0, tensor(prompts.Select(prompt => (long)Array.IndexOf(distinct, prompt)).ToArray()));
    }

    private void Initialize(SeededRandom random, float latentGain)
    {
        var vae = new StartingWeights(Shapes(_vae), 1, random);
        if (Architecture.PatchSize == 1)
            PassThroughStart.Apply(vae, Architecture.LatentChannels, latentGain);
        else
            PatchStart.Apply(vae, Architecture.PatchSize, latentGain);
        Write(_vae, vae);
        if (Architecture.PatchSize > 1)
        {
            foreach (var parameter in _vae.parameters())
                parameter.requires_grad_(false);
        }

        // √3 keeps the deviation; with less, little of the UNet's lowest level would reach its output.
        var unet = new StartingWeights(Shapes(_unet), MathF.Sqrt(3), random);
        Array.Clear(unet.Values["conv_out.weight"]);
        Array.Clear(unet.Values["conv_out.bias"]);
        if (Architecture.PatchSize > 1)
            PatchStart.ApplyUNet(unet, Architecture.PatchSize, Architecture.UNetChannels.Count);
        Write(_unet, unet);
        if (_text is not null)
            Write(_text, new StartingWeights(Shapes(_text), 1, random));
    }

    // M = I + small: with B = 0 the adapters still change nothing, but learn at once.
    private void StartModulationAtIdentity()
    {
        foreach (var (name, bias) in _adapter.NamedTensors.Where(pair => pair.Name.EndsWith("_fuse_mlp/bias", StringComparison.Ordinal)))
        {
            var values = MemoryMarshal.Cast<byte, float>(bias.bytes);
            values.Clear();
            for (var i = 0; i < Architecture.LoraRank; i++)
                values[i * (Architecture.LoraRank + 1)] = 1;
        }
    }

    private static IEnumerable<(string Name, long[] Shape)> Shapes(nn.Module network) =>
        network.named_parameters().Select(pair => (pair.name, pair.parameter.shape));

    private static void Write(nn.Module network, StartingWeights weights)
    {
        foreach (var (name, parameter) in network.named_parameters())
            MemoryMarshal.AsBytes(weights.Values[name].AsSpan()).CopyTo(parameter.bytes);
    }
}
