using SrPlugin.Imaging;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Trainer.Degradations;
using SrPlugin.Trainer.Randomness;
using SrPlugin.Trainer.Training;

namespace SrPlugin.Trainer.Evaluation;

/// <summary>Measures a finished model through the real pipeline, with its default settings: the figures of the model's card.</summary>
public sealed class ModelEvaluation(S3DiffPipeline pipeline)
{
    private const int EstimatesPerPhoto = 40;

    /// <summary>Blur 1.2 pixels, bicubic ↓4, noise 4 levels, JPEG quality 75.</summary>
    public static DegradationPlan Degraded => HeldOutMeasure.Degraded;

    /// <summary>Bicubic ↓4 alone.</summary>
    public static DegradationPlan Clean => HeldOutMeasure.Clean;

    /// <summary>All figures on photos, RGB in 0…1, that the model was not trained on.</summary>
    public ModelFigures Run(IReadOnlyList<PlanarImage> photos, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(photos);
        var (blur, noise) = Correlate(photos, cancellationToken);
        return new ModelFigures(
            [.. photos.Select((photo, i) => Restore(photo, Degraded, (ulong)i, new S3DiffOptions(), cancellationToken))],
            [.. photos.Select((photo, i) => Restore(photo, Clean, (ulong)i, new S3DiffOptions(), cancellationToken))],
            blur, noise);
    }

    /// <summary>Degrades one photo (cropped to a multiple of 4), restores it, and compares.</summary>
    public RestorationFigures Restore(
        PlanarImage photo, DegradationPlan plan, ulong seed, S3DiffOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(photo);
        var target = photo.Crop(new PixelRectangle(0, 0, photo.Width / 4 * 4, photo.Height / 4 * 4));
        var source = Degrader.Apply(target, plan, new SeededRandom(0xE7A1, seed));
        var restored = pipeline.Restore(source, target.Width, target.Height, options, null, cancellationToken).Image;
        var bicubic = Resampler.Resize(source, target.Width, target.Height, ResampleFilter.Bicubic);
        return new RestorationFigures(
            ImageQuality.PsnrY(Rounded(restored), target), ImageQuality.PsnrY(Rounded(bicubic), target),
            ImageQuality.Ssim(Rounded(restored), target), ImageQuality.Ssim(Rounded(bicubic), target));
    }

    /// <summary>Spearman's correlation of estimated and applied scores, over degradations drawn as in training.</summary>
    public (double Blur, double Noise) Correlate(IReadOnlyList<PlanarImage> pictures, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        var sampler = new DegradationSampler(new DegradationOptions());
        var random = new SeededRandom(0xE7A2);
        var (applied, estimated) = (new List<(double Blur, double Noise)>(), new List<(double Blur, double Noise)>());
        foreach (var picture in pictures)
        {
            var side = Math.Min(256, Math.Min(picture.Width, picture.Height));
            for (var i = 0; i < EstimatesPerPhoto; i++)
            {
                var area = new PixelRectangle(
                    random.NextIndex(picture.Width - side + 1), random.NextIndex(picture.Height - side + 1), side, side);
                var plan = sampler.Draw(random);
                var score = pipeline.EstimateDegradation(Degrader.Apply(picture.Crop(area), plan, random), cancellationToken);
                applied.Add((plan.BlurScore, plan.NoiseScore));
                estimated.Add((score.Blur, score.Noise));
            }
        }

        return (RankCorrelation.Spearman([.. applied.Select(score => score.Blur)], [.. estimated.Select(score => score.Blur)]),
            RankCorrelation.Spearman([.. applied.Select(score => score.Noise)], [.. estimated.Select(score => score.Noise)]));
    }

    // Judged as the 8-bit file that a user would save.
    private static PlanarImage Rounded(PlanarImage image) => PlanarImage.FromPixels(image.ToPixels(SampleFormat.UInt8));
}
