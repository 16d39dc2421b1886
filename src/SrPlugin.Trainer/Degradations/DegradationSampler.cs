using SrPlugin.Imaging;
using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Degradations;

/// <summary>
/// Draws degradations. Most of the mass lies on what real small pictures suffer (a little blur, a little noise, ordinary JPEG);
/// a tail of two-pass degradations, as Real-ESRGAN's, keeps the networks from breaking on worse input.
/// </summary>
public sealed class DegradationSampler(DegradationOptions options)
{
    private const float Reduction = 0.25f;

    /// <summary>The degradation of one picture.</summary>
    public DegradationPlan Draw(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var kind = random.Next();
        if (kind < options.CleanShare)
            return new DegradationPlan([new DegradationStage(0, 0, Reduction, ResampleFilter.Bicubic, 0, false, false, 0)]);
        return kind < options.CleanShare + options.WildShare ? Wild(random) : new DegradationPlan([Mild(random)]);
    }

    /// <summary>A degradation with the scores of <paramref name="plan"/>, but with other filters, kinds of noise and compression.</summary>
    public DegradationPlan DrawLike(DegradationPlan plan, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(random);
        if (plan.Stages is [{ BlurX: 0, BlurY: 0, NoiseSigma: 0, JpegQuality: 0 }])
            return plan;
        return new DegradationPlan([.. plan.Stages.Select(stage => stage with
        {
            Filter = Filter(random),
            GreyNoise = random.Chance(0.25),
            SignalNoise = random.Chance(0.25),
            JpegQuality = plan.Stages.Count > 1 ? 35 + random.NextIndex(60) : MildQuality(random),
        })]);
    }

    private DegradationStage Mild(SeededRandom random)
    {
        var (blurX, blurY) = Blur(random, 0.12, options.MaximumBlur);
        var noise = random.Chance(0.15) ? 0 : (float)(options.MaximumNoise * Math.Pow(random.Next(), 1.4));
        return new DegradationStage(blurX, blurY, Reduction, Filter(random), noise, random.Chance(0.25), random.Chance(0.25), MildQuality(random));
    }

    private int MildQuality(SeededRandom random) =>
        random.Chance(0.2) ? 0 : options.MinimumJpegQuality + random.NextIndex(98 - options.MinimumJpegQuality);

    private static DegradationPlan Wild(SeededRandom random)
    {
        var middle = random.Chance(0.5) ? random.Next(0.3, 0.6) : random.Next(0.6, 1);
        var (firstX, firstY) = Blur(random, 0.2, 3.2);
        var (secondX, secondY) = Blur(random, 0.4, 2.5 * middle);
        return new DegradationPlan(
        [
            new DegradationStage(firstX, firstY, middle, Filter(random), random.Next(0, 20), random.Chance(0.4), random.Chance(0.3), 35 + random.NextIndex(60)),
            new DegradationStage(secondX, secondY, Reduction / middle, Filter(random), random.Next(0, 14), random.Chance(0.4), random.Chance(0.3), 35 + random.NextIndex(60)),
        ]);
    }

    private static (float X, float Y) Blur(SeededRandom random, double none, double maximum)
    {
        if (random.Chance(none))
            return (0, 0);
        var sigma = random.Next(0, maximum);
        return random.Chance(0.75) ? (sigma, sigma) : (sigma, sigma * random.Next(0.4, 1.6));
    }

    private static ResampleFilter Filter(SeededRandom random) => random.Next() switch
    {
        < 0.7 => ResampleFilter.Bicubic,
        < 0.85 => ResampleFilter.Area,
        < 0.95 => ResampleFilter.Bilinear,
        _ => ResampleFilter.Lanczos3,
    };
}
