using System.Globalization;
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

    private static readonly (string Name, DegradationPlan Plan)[] s_ownSize =
    [
        ("noise 15", new([new DegradationStage(0, 0, 1, ResampleFilter.Bicubic, 15, false, false, 0)])),
        ("JPEG 30", new([new DegradationStage(0, 0, 1, ResampleFilter.Bicubic, 0, false, false, 30)])),
        ("blur 1.5", new([new DegradationStage(1.5f, 1.5f, 1, ResampleFilter.Bicubic, 0, false, false, 0)])),
        ("clean", new([new DegradationStage(0, 0, 1, ResampleFilter.Bicubic, 0, false, false, 0)])),
    ];

    private const int Multiple = 32;
    private readonly List<Case> _cases = [];
    private readonly bool _compressionIsNoise;

    /// <param name="photos">Photos that were not trained on.</param>
    /// <param name="ownSize">Whether restoration at the pictures' own size is measured too.</param>
    /// <param name="largestSide">Larger photos are measured by their middle.</param>
    /// <param name="compressionIsNoise">Whether the error that compression leaves counts in the noise scores.</param>
    public HeldOutMeasure(
        IEnumerable<PlanarImage> photos, bool ownSize = false, int largestSide = int.MaxValue, bool compressionIsNoise = false)
    {
        _compressionIsNoise = compressionIsNoise;
        foreach (var photo in photos)
        {
            var width = Math.Min(largestSide, photo.Width / Multiple * Multiple);
            var height = Math.Min(largestSide, photo.Height / Multiple * Multiple);
            var target = largestSide == int.MaxValue
                ? photo.Crop(new PixelRectangle(0, 0, width, height))
                : photo.Crop(new PixelRectangle((photo.Width - width) / 2, (photo.Height - height) / 2, width, height));
            foreach (var plan in new[] { Degraded, Clean }.Concat(ownSize ? s_ownSize.Select(one => one.Plan) : []))
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
        var figures = _cases.Select(one =>
        {
            using var scope = NewDisposeScope();
            var reached = ImageQuality.PsnrY(restore(one.Source, one.Plan with { CompressionIsNoise = _compressionIsNoise }), one.Target);
            return (one.Plan, Reached: Math.Min(reached, 99), Gain: reached - one.BicubicPsnr);
        }).ToLookup(one => one.Plan);
        return new TrainingMeasurement(step, figures[Degraded].Average(one => one.Gain), figures[Clean].Average(one => one.Gain))
        {
            OwnSize =
            [
                .. from kind in s_ownSize
                   where figures.Contains(kind.Plan)
                   let reached = figures[kind.Plan].Average(one => one.Reached)
                   let gain = figures[kind.Plan].Average(one => one.Gain)
                   select double.IsFinite(gain)
                       ? string.Create(CultureInfo.InvariantCulture, $"{kind.Name} {reached:0.00} dB ({gain:+0.00;-0.00})")
                       : string.Create(CultureInfo.InvariantCulture, $"{kind.Name} {reached:0.00} dB"),
            ],
        };
    }

    private sealed record Case(PlanarImage Target, PlanarImage Source, DegradationPlan Plan, double BicubicPsnr);
}
