using System.Runtime.InteropServices;
using SrPlugin.Networks.Layers;
using SrPlugin.Trainer.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SrPlugin.Trainer.AddSr;

/// <summary>
/// The adversary: tells sharp pictures from restored ones patch by patch, knowing the source. The paper's stands on DINO's features,
/// which are nobody's to ship; this one is small and learns its own.
/// </summary>
internal sealed class PatchCritic : Module<Tensor, Tensor, Tensor>
{
    private const double Slope = 0.2;
    private readonly ModuleList<Conv2d> layers;

    public PatchCritic(ulong seed)
        : base(nameof(PatchCritic))
    {
        layers = new ModuleList<Conv2d>(
            Conv2d(6, 24, 3, 2, 1), Conv2d(24, 48, 3, 2, 1), Conv2d(48, 64, 3, 1, 1), Conv2d(64, 1, 3, 1, 1));
        RegisterComponents();
        var random = new SeededRandom(seed, 0xC217);
        foreach (var (_, parameter) in named_parameters())
        {
            var shape = parameter.shape;
            var deviation = shape.Length == 1 ? 0 : MathF.Sqrt(2f / shape.Skip(1).Aggregate(1L, (product, size) => product * size));
            foreach (ref var value in MemoryMarshal.Cast<byte, float>(parameter.bytes))
                value = deviation * random.NextGaussian();
        }
    }

    /// <summary>High where a picture looks sharp.</summary>
    /// <param name="picture">[N, 3, H, W] in −1…1.</param>
    /// <param name="source">The enlarged source, as large, in 0…1.</param>
    /// <returns>[N, 1, H/4, W/4].</returns>
    public override Tensor forward(Tensor picture, Tensor source)
    {
        using var scope = NewDisposeScope();
        var hidden = cat([picture, source.Times(2).Plus(-1)], 1);
        for (var i = 0; i < layers.Count; i++)
            hidden = i < layers.Count - 1 ? layers[i].call(hidden).LeakyRelu(Slope) : layers[i].call(hidden);
        return hidden.MoveToOuterDisposeScope();
    }

    /// <summary>What the critic minimises: the hinge loss of both kinds.</summary>
    public Tensor Loss(Tensor sharp, Tensor restored, Tensor source)
    {
        using var scope = NewDisposeScope();
        return call(sharp, source).neg().Plus(1).relu().mean().Plus(call(restored, source).Plus(1).relu().mean()).MoveToOuterDisposeScope();
    }
}
