using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Adversaries;

/// <summary>The random values of an augmentation, one for each picture.</summary>
internal sealed record AugmentationDraws
{
    private const double LargestShift = 0.125;

    /// <summary>Brightness, 0…1; null leaves colours as they are.</summary>
    public float[]? Brightness { get; init; }

    /// <summary>Saturation, 0…1.</summary>
    public float[]? Saturation { get; init; }

    /// <summary>Contrast, 0…1.</summary>
    public float[]? Contrast { get; init; }

    /// <summary>Pixels that pictures move up.</summary>
    public required long[] Up { get; init; }

    /// <summary>Pixels that pictures move to the left.</summary>
    public required long[] Left { get; init; }

    /// <summary>Row of the middle of what is cut out.</summary>
    public required long[] CutRow { get; init; }

    /// <summary>Column of the middle of what is cut out.</summary>
    public required long[] CutColumn { get; init; }

    /// <summary>Sides of what is cut out, as a share of the picture's.</summary>
    public required double CutShare { get; init; }

    /// <summary>Draws values.</summary>
    /// <param name="random">The stream.</param>
    /// <param name="count">Pictures.</param>
    /// <param name="height">Their rows.</param>
    /// <param name="width">Their columns.</param>
    /// <param name="cutShare">Sides of what is cut out, as a share of the picture's.</param>
    /// <param name="colors">Whether brightness, saturation and contrast change too.</param>
    public static AugmentationDraws Draw(SeededRandom random, int count, long height, long width, double cutShare, bool colors)
    {
        float[]? Values() => colors ? [.. Enumerable.Range(0, count).Select(_ => (float)random.Next())] : null;
        long[] Between(long low, long high) => [.. Enumerable.Range(0, count).Select(_ => low + random.NextIndex((int)(high - low + 1)))];
        long[] Shift(long side) => Between(-(long)((side * LargestShift) + 0.5), (long)((side * LargestShift) + 0.5));
        long[] Middle(long side) => Between(0, side - ((long)((side * cutShare) + 0.5) % 2));
        return new AugmentationDraws
        {
            Brightness = Values(),
            Saturation = Values(),
            Contrast = Values(),
            Up = Shift(height),
            Left = Shift(width),
            CutRow = Middle(height),
            CutColumn = Middle(width),
            CutShare = cutShare,
        };
    }
}
