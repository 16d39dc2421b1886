using SrPlugin.Imaging;
using SrPlugin.Trainer.Degradations;
using SrPlugin.Trainer.Randomness;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Training;

/// <summary>Measures the networks on photos they were not trained on, against bicubic enlargement.</summary>
internal sealed class HeldOutMeasure
{
    /// <summary>Degradation of the figures in the model's card: blur 1.2 pixels, bicubic ↓4, noise 4 levels, JPEG quality 75.</summary>
    public static readonly DegradationPlan Degraded =
        new([new DegradationStage(1.2f, 1.2f, 0.25f, ResampleFilter.Bicubic, 4, false, false, 75)]);

    /// <summary>Reduced only.</summary>
    public static readonly DegradationPlan Clean =
        new([new DegradationStage(0, 0, 0.25f, ResampleFilter.Bicubic, 0, false, false, 0)]);

    private const int Multiple = 32;
    private readonly List<Case> _cases = [];

    public HeldOutMeasure(IEnumerable<PlanarImage> photos)
    {
        foreach (var photo in photos)
        {
            var target = photo.Crop(new PixelRectangle(0, 0, photo.Width / Multiple * Multiple, photo.Height / Multiple * Multiple));
            foreach (var plan in new[] { Degraded, Clean })
            {
                var source = Degrader.Apply(target, plan, new SeededRandom(0xCA5E, (ulong)_cases.Count));
                var bicubic = Resampler.Resize(source, target.Width, target.Height, ResampleFilter.Bicubic);
                _cases.Add(new Case(target, source, plan, ImageQuality.PsnrY(bicubic, target)));
            }
        }
    }

    /// <summary>Mean gains over bicubic; null without photos.</summary>
    /// <param name="step">The step that the figures stand for.</param>
    /// <param name="restore">From a degraded picture, and how it was degraded, to one four times as large.</param>
    public TrainingMeasurement? Measure(long step, Func<PlanarImage, DegradationPlan, PlanarImage> restore)
    {
        if (_cases.Count == 0)
            return null;
        using var grad = no_grad();
        double degraded = 0, clean = 0;
        foreach (var one in _cases)
        {
            using var scope = NewDisposeScope();
            var gain = ImageQuality.PsnrY(restore(one.Source, one.Plan), one.Target) - one.BicubicPsnr;
            if (ReferenceEquals(one.Plan, Degraded))
                degraded += gain;
            else
                clean += gain;
        }

        return new TrainingMeasurement(step, 2 * degraded / _cases.Count, 2 * clean / _cases.Count);
    }

    private sealed record Case(PlanarImage Target, PlanarImage Source, DegradationPlan Plan, double BicubicPsnr);
}
