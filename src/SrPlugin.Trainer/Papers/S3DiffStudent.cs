using SrPlugin.Inference.Schedulers;
using SrPlugin.Networks.Autoencoder;
using SrPlugin.Networks.Layers;
using SrPlugin.Networks.Loading;
using SrPlugin.Networks.Lora;
using SrPlugin.Networks.UNet;
using SrPlugin.Trainer.Randomness;
using SrPlugin.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Papers;

/// <summary>
/// The networks of S3Diff in training: a frozen VAE and UNet with the adapter that is trained, and the UNet's first convolution. Encoder,
/// UNet and decoder are gone through twice, first without a record of gradients, then backwards one after the other, so that the maps of
/// one of them at a time fill the memory.
/// </summary>
internal sealed class S3DiffStudent : IDisposable
{
    private readonly AutoencoderKL _vae;
    private readonly UNet2DConditionModel _unet;
    private readonly OneStepScheduler _scheduler;
    private readonly S3DiffAdapter _adapter;
    private readonly Tensor _timestep;
    private readonly ScalarType _type;
    private readonly Device _device;

    /// <summary>Builds the networks. Not inside a dispose scope.</summary>
    /// <param name="files">The published networks.</param>
    /// <param name="ranks">Sizes of a new adapter.</param>
    /// <param name="start">An adapter to go on from; null for the published starting values.</param>
    /// <param name="random">Draws the starting values.</param>
    /// <param name="device">Where everything lies.</param>
    /// <param name="frozenType">The type that frozen networks compute in; what is trained is always kept in float32.</param>
    public S3DiffStudent(
        S3DiffBase files, S3DiffAdapterConfig ranks, WeightsSource? start, SeededRandom random, Device device, ScalarType frozenType)
    {
        (_type, _device) = (frozenType, device);
        _vae = new AutoencoderKL(files.VaeConfig, device, frozenType);
        _unet = new UNet2DConditionModel(files.UNetConfig, device, frozenType);
        StrictLoader.Load(_vae, new MappedWeights(files.Vae, AutoencoderKL.MapKey));
        StrictLoader.Load(_unet, files.UNet);
        _adapter = start is null ? S3DiffAdapter.Create(ranks, _vae, _unet) : S3DiffAdapter.Load(start, _vae, null, _unet, null);
        if (start is null)
            PublishedAdapterStart.Apply(_adapter.NamedTensors, random);
        foreach (var (name, parameter) in _vae.named_parameters().Concat(_unet.named_parameters()))
            parameter.requires_grad_(false);
        foreach (var (_, parameter) in Parameters)
            parameter.requires_grad_(true);
        _scheduler = new OneStepScheduler(files.Scheduler);
        _timestep = tensor(new long[] { _scheduler.LastTimestep }, device: device);
    }

    /// <summary>Everything that is trained, under its name in the published checkpoint.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Parameters =>
        from pair in _adapter.NamedTensors where pair.Name != "w" select (pair.Name, (Parameter)pair.Tensor);

    /// <summary>Every tensor of the checkpoint, the frequencies included.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Checkpoint => _adapter.NamedTensors;

    /// <summary>The shape of the noise for pictures of a size.</summary>
    public long[] NoiseShape(Tensor conditioning) =>
        [
            conditioning.shape[0], _vae.Config.LatentChannels, conditioning.shape[2] / _vae.Config.LatentStride,
            conditioning.shape[3] / _vae.Config.LatentStride
        ];

    /// <summary>Restores pictures without recording gradients.</summary>
    /// <param name="conditioning">[N, 3, H, W] in −1…1.</param>
    /// <param name="scores">[N, 2].</param>
    /// <param name="text">[N, L, C].</param>
    /// <param name="noise">Standard normal values for the posterior, see <see cref="NoiseShape"/>.</param>
    public S3DiffPass Restore(Tensor conditioning, Tensor scores, Tensor text, Tensor noise)
    {
        using var grad = no_grad();
        _adapter.SetDegradation(scores);
        var latent = Encode(conditioning, noise);
        var clean = Denoise(latent, text);
        return new S3DiffPass(conditioning, scores, text, noise, latent, clean, Decode(clean));
    }

    /// <summary>Adds to the gradients of what is trained.</summary>
    /// <param name="pass">What <see cref="Restore"/> gave.</param>
    /// <param name="gradient">Of a loss with respect to the restored pictures.</param>
    public void Backward(S3DiffPass pass, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        _adapter.SetDegradation(pass.Scores);
        gradient = Through(pass.Clean, Decode, gradient);
        gradient = Through(pass.Latent, latent => Denoise(latent, pass.Text), gradient);
        (Encode(pass.Conditioning, pass.Noise) * gradient).sum().backward();
        _adapter.Unfold();
    }

    public void Dispose()
    {
        _adapter.Dispose();
        _vae.Dispose();
        _unet.Dispose();
        _timestep.Dispose();
    }

    // The gradient at what entered a network, from the gradient at what left it.
    private static Tensor Through(Tensor input, Func<Tensor, Tensor> network, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var leaf = input.detach().clone().requires_grad_(true);
        (network(leaf) * gradient).sum().backward();
        return leaf.grad!.clone().MoveToOuterDisposeScope();
    }

    private Tensor Encode(Tensor conditioning, Tensor noise)
    {
        using var scope = NewDisposeScope();
        var posterior = _vae.encode(conditioning.to(_type, _device));
        var moments = new LatentDistribution(posterior.Moments.to(ScalarType.Float32));
        return moments.Sample(noise).Times(_vae.Config.ScalingFactor).MoveToOuterDisposeScope();
    }

    private Tensor Denoise(Tensor latent, Tensor text)
    {
        using var scope = NewDisposeScope();
        var output = _unet.call(latent.to(_type), _timestep, text.to(_type, _device)).to(ScalarType.Float32);
        return _scheduler.Step(output, _scheduler.LastTimestep, latent).MoveToOuterDisposeScope();
    }

    private Tensor Decode(Tensor clean)
    {
        using var scope = NewDisposeScope();
        return _vae.decode(clean.DividedBy(_vae.Config.ScalingFactor).to(_type)).to(ScalarType.Float32).Clamp(-1, 1)
            .MoveToOuterDisposeScope();
    }
}
