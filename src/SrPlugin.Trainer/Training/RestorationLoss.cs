using SrPlugin.Networks.Layers;
using SrPlugin.Trainer.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Training;

/// <summary>Charbonnier distance (a smooth absolute error) in RGB and, weighted, in brightness, which the eye and PSNR-Y judge.</summary>
internal static class RestorationLoss
{
    private const long FlatSide = 8;
    private const double Softness = 1e-3; // errors below √1e-3, 4 of 255 levels, count by their square, as in PSNR
    private const double FlatSoftness = 1e-5; // in means over patches half a level shows
    private static readonly float[] s_luma = [0.299f, 0.587f, 0.114f];

    /// <summary>What the networks should return: the sharp picture, or for negative samples the degraded one itself.</summary>
    public static Tensor Targets(IReadOnlyList<TrainingSample> samples, Tensor conditioning)
    {
        using var scope = NewDisposeScope();
        var targets = SampleTensors.Signed([.. samples.Select(sample => sample.Target)]);
        for (var i = 0; i < samples.Count; i++)
        {
            if (samples[i].Negative)
                targets.narrow(0, i, 1).copy_(conditioning.narrow(0, i, 1));
        }

        return targets.MoveToOuterDisposeScope();
    }

    /// <summary>The loss of a batch; both [N, 3, H, W] in −1…1.</summary>
    public static Tensor Of(Tensor restored, Tensor target, double lumaWeight, double flatWeight = 0)
    {
        using var scope = NewDisposeScope();
        var error = restored - target;
        var luma = nn.functional.conv2d(error, tensor(s_luma, [1, 3, 1, 1])); // [N, 1, H, W]
        var loss = Charbonnier(error, Softness).Plus(Charbonnier(luma, Softness), lumaWeight);
        if (flatWeight > 0)
            loss = loss.Plus(Charbonnier(nn.functional.avg_pool2d(error, FlatSide), FlatSoftness), flatWeight);
        return loss.MoveToOuterDisposeScope();
    }

    private static Tensor Charbonnier(Tensor error, double softness) => (error * error).Plus(softness).sqrt().mean();
}
