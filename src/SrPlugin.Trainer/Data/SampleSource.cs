using SrPlugin.Imaging;
using SrPlugin.Trainer.Degradations;
using SrPlugin.Trainer.Prompts;
using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Data;

/// <summary>
/// Makes the samples of a run. Sample <c>i</c> of step <c>s</c> depends on seed, <c>s</c> and <c>i</c> alone, not on what was
/// drawn before.
/// </summary>
public sealed class SampleSource(
    TrainingPictures pictures, DegradationSampler degradations, ulong seed, double photoShare, double negativeShare)
{
    /// <summary>Share of the photos whose light and colours are changed.</summary>
    public double ColorJitterShare { get; init; } = 1;

    /// <summary>Share of the pictures that are made grey.</summary>
    public double GreyShare { get; init; }

    /// <summary>HR pixels around the crop that are degraded with it, so that blur and JPEG blocks do not end at its edge.</summary>
    private const int Margin = 32;

    /// <summary>Pixels of a JPEG block of halved colours.</summary>
    private const int ChromaBlock = 16;

    /// <summary>One sample.</summary>
    /// <param name="step">Training step.</param>
    /// <param name="place">Place in the batch.</param>
    /// <param name="size">Side of the high-resolution crop, a multiple of 4.</param>
    /// <param name="groupSize">Successive places that share one pair of scores; 1: every sample has its own.</param>
    /// <exception cref="ArgumentException"><paramref name="size"/> is no positive multiple of 4.</exception>
    public TrainingSample Make(long step, int place, int size, int groupSize)
    {
        if (size < 4 || size % 4 != 0)
            throw new ArgumentException($"The crop side {size} must be a positive multiple of 4.", nameof(size));
        var random = new SeededRandom(seed, 0x5A3E, (ulong)step, (ulong)place);
        var photo = pictures.PhotoCount > 0 && random.Chance(photoShare);
        var picture = photo
            ? pictures.Photo(random.NextIndex(pictures.PhotoCount))
            : pictures.Procedural(step, random.NextIndex(pictures.Window));
        var large = picture.Crop(random, size + Margin);
        if (photo && (ColorJitterShare == 1 || random.Chance(ColorJitterShare)))
            ColorJitter.Apply(large, random);
        if (GreyShare > 0 && random.Chance(GreyShare))
            large = large.ToGrey().ToRgb();

        var plan = degradations.Draw(groupSize == 1 ? random : new SeededRandom(seed, 0x6209, (ulong)step, (ulong)(place / groupSize)));
        if (groupSize > 1)
            plan = degradations.DrawLike(plan, random);
        var small = Degrader.Apply(large, plan, random);

        // A random place inside the margin: JPEG's 8×8 grid then lies anywhere, unless it is to begin at a corner.
        var factor = plan.Factor;
        var grid = plan.IsAligned ? ChromaBlock : 1;
        var left = random.NextIndex((Margin / factor / grid) + 1) * grid;
        var top = random.NextIndex((Margin / factor / grid) + 1) * grid;
        var negative = random.Chance(negativeShare);
        var prompt = TrainingPrompts.Draw(random, negative);
        return new TrainingSample(
            large.Crop(new PixelRectangle(left * factor, top * factor, size, size)),
            small.Crop(new PixelRectangle(left, top, size / factor, size / factor)),
            plan.BlurScore, plan.NoiseScore, prompt, negative);
    }

    /// <summary>Frees what no step from <paramref name="step"/> on needs.</summary>
    public void Forget(long step) => pictures.Forget(step);
}
