using SrPlugin.Inference.Schedulers;
using SrPlugin.Networks.ControlNet;
using SrPlugin.Networks.Layers;
using SrPlugin.Networks.UNet;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.AddSr;

/// <summary>UNet and ControlNet: a teacher or a student.</summary>
internal sealed class NetworkPair(UNet2DConditionConfig unet, ControlNetConfig controlNet) : IDisposable
{
    public UNet2DConditionModel UNet { get; } = new(unet, CPU, ScalarType.Float32);

    public ControlNetModel ControlNet { get; } = new(controlNet, CPU, ScalarType.Float32);

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
        var time = tensor([(float)timestep]);
        using var residuals = ControlNet.Control(sample, time, looks.Prompt, looks.Tokens, looks.Control, 1);
        var output = UNet.Predict(sample, time, looks.Prompt, looks.Tokens, residuals);
        return scheduler.Step(output, timestep, sample).MoveToOuterDisposeScope();
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
