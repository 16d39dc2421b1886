using SrPlugin.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Papers;

/// <summary>AddSR's distillation loss with its weights over the timesteps (Xie et al. 2024).</summary>
internal static class AddSrDistillation
{
    /// <summary>What the published program gives to the weights for a single pass.</summary>
    public const int SinglePass = 1000;

    /// <summary>The student's four timesteps, the noisiest first.</summary>
    public static IReadOnlyList<int> Timesteps { get; } = [999, 749, 499, 249];

    /// <summary>The weight of a picture.</summary>
    /// <param name="kind">The formula.</param>
    /// <param name="marker">The timestep of the pass before, <see cref="SinglePass"/> without one.</param>
    /// <param name="graded">The timestep whose prediction is graded.</param>
    public static double Weight(TimestepWeights kind, int marker, int graded)
    {
        if (kind == TimestepWeights.AsPublished)
            return Exponential(marker switch { 999 => 1, 749 => 2, 499 => 3, _ => 4 });
        var step = 1;
        while (step < Timesteps.Count && Timesteps[step - 1] != graded)
            step++;
        return kind == TimestepWeights.AsIntended ? Exponential(step) : (0.2 * step) + 0.5;
    }

    /// <summary>The distance of every picture to the teacher's predictions, [N]; fresh.</summary>
    /// <param name="picture">The student's, [N, 3, H, W] in −1…1.</param>
    /// <param name="taught">The teacher's, as large, one for each of its draws.</param>
    /// <param name="signal">√ᾱ of the draws' timesteps, [N] each.</param>
    public static Tensor Distance(Tensor picture, IReadOnlyList<Tensor> taught, IReadOnlyList<Tensor> signal)
    {
        using var scope = NewDisposeScope();
        Tensor? sum = null;
        for (var i = 0; i < taught.Count; i++)
        {
            var difference = (taught[i] - picture).DividedBy(2);
            var distance = (difference * difference).mean([1L, 2L, 3L]) * signal[i];
            sum = sum is null ? distance : sum.Plus(distance);
        }

        return sum!.DividedBy(taught.Count).MoveToOuterDisposeScope();
    }

    private static double Exponential(int step) => 0.5 * Math.Pow(2.1, step - 1);
}
