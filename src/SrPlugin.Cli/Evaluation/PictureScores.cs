namespace SrPlugin.Cli.Evaluation;

/// <summary>How alike a picture and its reference are, and how natural the picture is.</summary>
/// <param name="PsnrY">dB, of the luma (BT.601).</param>
/// <param name="Ssim">Of the luma.</param>
/// <param name="Lpips">On AlexNet; null without weights.</param>
/// <param name="LpipsVgg">On VGG-16; null without weights.</param>
/// <param name="Niqe">Without the reference; null without statistics.</param>
internal sealed record PictureScores(double PsnrY, double Ssim, double? Lpips, double? LpipsVgg, double? Niqe)
{
    /// <summary>The mean of every measure.</summary>
    public static PictureScores Mean(IReadOnlyList<PictureScores> scores) => new(
        scores.Average(one => one.PsnrY), scores.Average(one => one.Ssim), scores.Average(one => one.Lpips),
        scores.Average(one => one.LpipsVgg),
        scores.Average(one => one.Niqe));
}
