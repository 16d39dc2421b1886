using SrPlugin.Inference.Schedulers;
using SrPlugin.Networks.ControlNet;
using SrPlugin.Networks.Layers;
using SrPlugin.Networks.UNet;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.AddSr;

/// <summary>UNet and ControlNet: a teacher or a student.</summary>
internal sealed class NetworkPair(
    UNet2DConditionConfig unet, ControlNetConfig controlNet, Device? device = null, ScalarType dtype = ScalarType.Float32) : IDisposable
{
    public UNet2DConditionModel UNet { get; } = new(unet, device ?? CPU, dtype);

    public ControlNetModel ControlNet { get; } = new(controlNet, device ?? CPU, dtype);

    /// <summary>Everything that is trained, under "part/key".</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Parameters =>
        UNet.named_parameters().Select(pair => ("unet/" + pair.name, pair.parameter))
            .Concat(ControlNet.named_parameters().Select(pair => ("controlnet/" + pair.name, pair.parameter)));

    /// <summary>The clean latent that a noisy one implies, as the pipeline computes it; fresh.</summary>
    /// <param name="scheduler">The schedule.</param>
    /// <param name="sample">The noisy latent, [N, L, h, w].</param>
    /// <param name="timestep">Its timestep.</param>
    /// <param name="looks">What the networks see beside it.</param>
    public Tensor Clean(OneStepScheduler scheduler, Tensor sample, int timestep, Looks looks)
    {
        using var scope = NewDisposeScope();
        return scheduler.Step(Predict(sample, tensor([(float)timestep]), looks), timestep, sample).MoveToOuterDisposeScope();
    }

    /// <summary>What the UNet says of a noisy latent; fresh.</summary>
    /// <param name="sample">The noisy latent, [N, L, h, w].</param>
    /// <param name="timesteps">Its timestep, [1], or those of its items, [N].</param>
    /// <param name="looks">What the networks see beside it.</param>
    public Tensor Predict(Tensor sample, Tensor timesteps, Looks looks)
    {
        using var scope = NewDisposeScope();
        using var residuals = ControlNet.Control(sample, timesteps, looks.Prompt, looks.Tokens, looks.Control, 1);
        return UNet.Predict(sample, timesteps, looks.Prompt, looks.Tokens, residuals).MoveToOuterDisposeScope();
    }

    /// <summary>Takes over another pair's values.</summary>
    public void CopyFrom(NetworkPair other)
    {
        foreach (var (mine, theirs) in Parameters.Zip(other.Parameters))
            theirs.Parameter.bytes.CopyTo(mine.Parameter.bytes);
    }

    public void Dispose()
    {
        UNet.Dispose();
        ControlNet.Dispose();
    }
}
