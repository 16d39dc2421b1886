namespace SrPlugin.Trainer.Degradations;

/// <summary>How often which degradation is drawn. Probabilities are 0…1.</summary>
public sealed record DegradationOptions
{
    /// <summary>Share of pictures that are only reduced (bicubic).</summary>
    public double CleanShare { get; init; } = 0.2;

    /// <summary>Share of pictures that go through two passes with strong settings.</summary>
    public double WildShare { get; init; } = 0.1;

    /// <summary>
    /// By how much pictures are reduced, drawn evenly: 1, 2 or 4; repeat one to draw it more often. Conditioning images are enlarged by as
    /// much.
    /// </summary>
    public IReadOnlyList<int> Factors { get; init; } = [4];

    /// <summary>Whether blur scores are in pixels of the degraded picture instead of the original.</summary>
    public bool ScoresDegradedPixels { get; init; }

    /// <summary>Share of pictures blurred in the single pass.</summary>
    public double BlurShare { get; init; } = 0.88;

    /// <summary>Share of pictures made noisy in the single pass.</summary>
    public double NoiseShare { get; init; } = 0.85;

    /// <summary>Share of pictures compressed in the single pass.</summary>
    public double JpegShare { get; init; } = 0.8;

    /// <summary>Share of the compressed pictures that are compressed a second time, with shifted blocks.</summary>
    public double SecondJpegShare { get; init; }

    /// <summary>
    /// Share of the pictures whose JPEG blocks lie anywhere. The blocks of the others begin at a corner of the crop, as they begin at a
    /// corner of a JPEG file.
    /// </summary>
    public double ShiftedShare { get; init; } = 1;

    /// <summary>Whether the error that the last compression leaves counts as noise in the noise score.</summary>
    public bool CompressionIsNoise { get; init; }

    /// <summary>Share of compressions that keep the colours' size (4:4:4).</summary>
    public double FullChromaShare { get; init; }

    /// <summary>Share of pictures that are grey.</summary>
    public double GreyShare { get; init; }

    /// <summary>Largest blur of the single pass, deviation in pixels of the high-resolution picture.</summary>
    public double MaximumBlur { get; init; } = 2.6;

    /// <summary>Largest noise of the single pass, deviation in 8-bit levels.</summary>
    public double MaximumNoise { get; init; } = 12;

    /// <summary>Worst JPEG quality of the single pass, 1…100.</summary>
    public int MinimumJpegQuality { get; init; } = 55;

    /// <summary>Every fault of these values, empty when there is none.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (CleanShare is < 0 or > 1 || WildShare is < 0 or > 1 || CleanShare + WildShare > 1)
            faults.Add($"cleanShare {CleanShare} and wildShare {WildShare} must be 0…1 and at most 1 together");
        if (Factors.Count == 0 || Factors.Any(factor => factor is not (1 or 2 or 4)))
            faults.Add($"factors [{string.Join(", ", Factors)}] must be 1, 2 or 4");
        foreach (
            var (name, share) in new[]
            {
                ("blurShare", BlurShare),
                ("noiseShare", NoiseShare),
                ("jpegShare", JpegShare),
                ("secondJpegShare", SecondJpegShare),
                ("shiftedShare", ShiftedShare),
                ("fullChromaShare", FullChromaShare),
                ("greyShare", GreyShare),
            })
        {
            if (share is not (>= 0 and <= 1))
                faults.Add($"{name} {share} is outside 0…1");
        }

        if (MaximumBlur is < 0 or > 8 || !double.IsFinite(MaximumBlur))
            faults.Add($"maximumBlur {MaximumBlur} is outside 0…8");
        if (MaximumNoise is < 0 or > 60 || !double.IsFinite(MaximumNoise))
            faults.Add($"maximumNoise {MaximumNoise} is outside 0…60");
        if (MinimumJpegQuality is < 5 or > 95)
            faults.Add($"minimumJpegQuality {MinimumJpegQuality} is outside 5…95");
        return faults;
    }
}
