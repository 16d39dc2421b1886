using SrPlugin.Inference.AddSr;
using SrPlugin.Inference.Schedulers;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Layers;
using SrPlugin.Networks.Loading;
using SrPlugin.Networks.Tagger;
using SrPlugin.Trainer.AddSr;
using SrPlugin.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Papers;

/// <summary>
/// The networks of AddSR's training: a frozen teacher and a student that starts as its copy, beside a frozen VAE and tagger.
/// </summary>
internal sealed class AddSrModels : IDisposable
{
    private readonly OneStepScheduler _scheduler;
    private readonly Device _device;

    /// <summary>Builds the networks. Not inside a dispose scope.</summary>
    /// <param name="parts">The teacher's files; borrowed.</param>
    /// <param name="device">Where everything lies.</param>
    /// <param name="dtype">The type that everything computes in.</param>
    /// <exception cref="NotSupportedException">The teacher predicts something else than noise.</exception>
    public AddSrModels(AddSrModelParts parts, Device device, ScalarType dtype = ScalarType.Float32)
    {
        if (parts.Scheduler.PredictionType != PredictionType.Epsilon)
            throw new NotSupportedException($"AddSR is distilled from networks that predict noise, not {parts.Scheduler.PredictionType}.");
        (_device, Type) = (device, dtype);
        _scheduler = new OneStepScheduler(parts.Scheduler);
        Vae = new AutoencoderKL(parts.VaeConfig, device, dtype);
        StrictLoader.Load(Vae, new MappedWeights(parts.Vae, AutoencoderKL.MapKey));
        Tagger = new RAM(parts.TaggerConfig, device, dtype);
        Tagger.Load(parts.Tagger, parts.Dape);
        (Teacher, Student) = (Pair(parts), Pair(parts));
        foreach (
            var parameter in Vae.parameters().Concat(Tagger.parameters())
                .Concat(Teacher.Parameters.Concat(Student.Parameters).Select(pair => pair.Parameter)))
            parameter.requires_grad_(false);
        foreach (var (_, parameter) in Trained)
            parameter.requires_grad_(true);
    }

    public ScalarType Type { get; }

    public AutoencoderKL Vae { get; }

    public RAM Tagger { get; }

    public NetworkPair Teacher { get; }

    public NetworkPair Student { get; }

    /// <summary>What of the student is trained: the attention to the tagger's tokens, and the embedding of the control image.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Trained => Student.Parameters.Where(pair =>
        pair.Name.Contains(".image_attentions.", StringComparison.Ordinal)
            || pair.Name.Contains("controlnet_cond_embedding.", StringComparison.Ordinal));

    /// <summary>A sample of a picture's latent, times the scaling factor; fresh.</summary>
    public Tensor Encode(Tensor signed, Tensor noise)
    {
        using var scope = NewDisposeScope();
        using var posterior = Vae.encode(signed);
        return posterior.Sample(noise).Times(Vae.Config.ScalingFactor).MoveToOuterDisposeScope();
    }

    /// <summary>The picture of a latent, limited to −1…1; fresh.</summary>
    public Tensor Decode(Tensor latent)
    {
        using var scope = NewDisposeScope();
        return Vae.decode(latent.DividedBy(Vae.Config.ScalingFactor)).Clamp(-1, 1).MoveToOuterDisposeScope();
    }

    /// <summary>The tagger's tokens of pictures; fresh.</summary>
    /// <param name="image">[N, 3, H, W].</param>
    /// <param name="isLimited">Whether what resizing overshoots is cut off, as it is for all but predictions.</param>
    public Tensor Look(Tensor image, bool isLimited)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var side = Tagger.Config.Swin.ImageSize;
        var small = nn.functional.interpolate(image, [side, side], null, InterpolationMode.Bicubic, false);
        return Tagger.call(ImageTagger.Prepare(isLimited ? small.Clamp(0, 1) : small, Tagger, InterpolationMode.Bicubic))
            .MoveToOuterDisposeScope();
    }

    /// <summary>√ᾱ of timesteps, [N]; fresh.</summary>
    public Tensor Signal(int[] timesteps) => Rates(timesteps, alpha => alpha);

    /// <summary>Latents with noise, each to its timestep; fresh.</summary>
    public Tensor AddNoise(Tensor latent, Tensor noise, int[] timesteps)
    {
        using var scope = NewDisposeScope();
        return (latent * Wide(Signal(timesteps))).Plus(noise * Wide(Rates(timesteps, alpha => 1 - alpha))).MoveToOuterDisposeScope();
    }

    /// <summary>The clean latents that noisy ones imply; fresh.</summary>
    public Tensor Clean(NetworkPair pair, Tensor sample, int[] timesteps, Looks looks)
    {
        using var scope = NewDisposeScope();
        var output = pair.Predict(sample, tensor(timesteps.Select(t => (float)t).ToArray(), device: _device), looks);
        return ((sample - (output * Wide(Rates(timesteps, alpha => 1 - alpha)))) / Wide(Signal(timesteps))).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        Vae.Dispose();
        Tagger.Dispose();
        Teacher.Dispose();
        Student.Dispose();
    }

    private NetworkPair Pair(AddSrModelParts parts)
    {
        var pair = new NetworkPair(parts.UNetConfig, parts.ControlNetConfig, _device, Type);
        StrictLoader.Load(pair.UNet, parts.UNet);
        StrictLoader.Load(pair.ControlNet, parts.ControlNet);
        return pair;
    }

    private static Tensor Wide(Tensor values) => values.reshape(-1, 1, 1, 1);

    private Tensor Rates(int[] timesteps, Func<double, double> share)
    {
        var values = new double[timesteps.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = Math.Sqrt(share(_scheduler.AlphasCumprod[timesteps[i]]));
        return tensor(values, device: _device).to(Type);
    }
}
