using SrPlugin.Imaging;
using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Degradations;

/// <summary>
/// Draws degradations. Most of the mass lies on what real small pictures suffer (a little blur, a little noise, ordinary JPEG);
/// a tail of two-pass degradations, as Real-ESRGAN's, keeps the networks from breaking on worse input.
/// </summary>
public sealed class DegradationSampler(DegradationOptions options)
{
    /// <summary>The degradation of one picture.</summary>
    public DegradationPlan Draw(SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var kind = random.Next();
        var scale = 1f / options.Factors[options.Factors.Count == 1 ? 0 : random.NextIndex(options.Factors.Count)];
        var plan = kind < options.CleanShare
            ? new DegradationPlan([new DegradationStage(0, 0, scale, ResampleFilter.Bicubic, 0, false, false, 0)])
            : kind < options.CleanShare + options.WildShare ? Wild(random, scale) : Mild(random, scale);
        return plan with
        {
            ScoresDegradedPixels = options.ScoresDegradedPixels,
            CompressionIsNoise = options.CompressionIsNoise,
            KeepsBlocks = options.ShiftedShare < 1,
        };
    }

    /// <summary>A degradation with the scores of <paramref name="plan"/>, but with other filters, kinds of noise and compression.</summary>
    public DegradationPlan DrawLike(DegradationPlan plan, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(random);
        if (plan.Stages is [{ BlurX: 0, BlurY: 0, NoiseSigma: 0, JpegQuality: 0 }])
            return plan;
        return plan with
        {
            Stages = [.. plan.Stages.Select((stage, i) => Compressed(random, stage with
            {
                Filter = Filter(random),
                GreyNoise = random.Chance(0.25),
                SignalNoise = random.Chance(0.25),
                JpegQuality = Quality(plan, i, random),
            }))],
        };
    }

    private int Quality(DegradationPlan plan, int stage, SeededRandom random)
    {
        var quality = plan.Stages[stage].JpegQuality;
        if ((quality == 0 && stage > 0) || (options.CompressionIsNoise && stage == plan.Stages.Count - 1))
            return quality;
        return plan.Stages.Count > 1 && IsWild(plan) ? 35 + random.NextIndex(60) : MildQuality(random);
    }

    // The second of two ordinary compressions does nothing else.
    private static bool IsWild(DegradationPlan plan) => plan.Stages[^1] is not { BlurX: 0, BlurY: 0, NoiseSigma: 0, Scale: 1 };

    private DegradationPlan Mild(SeededRandom random, float scale)
    {
        var (blurX, blurY) = Blur(random, 1 - options.BlurShare, options.MaximumBlur);
        var noise = random.Chance(1 - options.NoiseShare) ? 0 : (float)(options.MaximumNoise * Math.Pow(random.Next(), 1.4));
        var stage = Compressed(random, new DegradationStage(
            blurX, blurY, scale, Filter(random), noise, random.Chance(0.25), random.Chance(0.25), MildQuality(random)));
        if (stage.JpegQuality == 0 || options.SecondJpegShare == 0 || !random.Chance(options.SecondJpegShare))
            return new DegradationPlan([stage]);
        var quality = options.MinimumJpegQuality + random.NextIndex(98 - options.MinimumJpegQuality);
        return new DegradationPlan(
            [Shifted(random, stage), Compressed(random, new DegradationStage(0, 0, 1, stage.Filter, 0, false, false, quality))]);
    }

    private DegradationStage Compressed(SeededRandom random, DegradationStage stage)
    {
        if (options.FullChromaShare == 0 && options.SecondJpegShare == 0)
            return stage;
        var compressed = stage with { FullChroma = random.Chance(options.FullChromaShare) };
        return options.ShiftedShare == 1 || random.Chance(options.ShiftedShare) ? Shifted(random, compressed) : compressed;
    }

    private static DegradationStage Shifted(SeededRandom random, DegradationStage stage) =>
        stage with { ShiftX = random.NextIndex(16), ShiftY = random.NextIndex(16) };

    private int MildQuality(SeededRandom random) =>
        random.Chance(1 - options.JpegShare) ? 0 : options.MinimumJpegQuality + random.NextIndex(98 - options.MinimumJpegQuality);

    private DegradationPlan Wild(SeededRandom random, float scale)
    {
        var middle = random.Chance(0.5) ? random.Next(0.3, 0.6) : random.Next(0.6, 1);
        var (firstX, firstY) = Blur(random, 0.2, 3.2);
        var (secondX, secondY) = Blur(random, 0.4, 2.5 * middle);
        return new DegradationPlan(
        [
            Compressed(
                random,
                new DegradationStage(
                    firstX, firstY, middle, Filter(random), random.Next(0, 20), random.Chance(0.4), random.Chance(0.3),
                    35 + random.NextIndex(60))),
            Compressed(
                random,
                new DegradationStage(
                    secondX, secondY, scale / middle, Filter(random), random.Next(0, 14), random.Chance(0.4), random.Chance(0.3),
                    35 + random.NextIndex(60))),
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
