namespace SrPlugin.Cli.Evaluation;

/// <summary>How alike a picture and its reference are.</summary>
/// <param name="PsnrY">dB, of the luma (BT.601).</param>
/// <param name="Ssim">Of the luma.</param>
/// <param name="Lpips">Null without weights.</param>
internal sealed record PictureScores(double PsnrY, double Ssim, double? Lpips)
{
    /// <summary>The mean of every measure.</summary>
    public static PictureScores Mean(IReadOnlyList<PictureScores> scores) =>
        new(scores.Average(one => one.PsnrY), scores.Average(one => one.Ssim), scores.Average(one => one.Lpips));
}
