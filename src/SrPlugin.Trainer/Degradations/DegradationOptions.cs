namespace SrPlugin.Trainer.Degradations;

/// <summary>How often which degradation is drawn. Probabilities are 0…1.</summary>
public sealed record DegradationOptions
{
    /// <summary>Share of pictures that are only reduced (bicubic).</summary>
    public double CleanShare { get; init; } = 0.2;

    /// <summary>Share of pictures that go through two passes with strong settings.</summary>
    public double WildShare { get; init; } = 0.1;

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
        if (MaximumBlur is < 0 or > 8 || !double.IsFinite(MaximumBlur))
            faults.Add($"maximumBlur {MaximumBlur} is outside 0…8");
        if (MaximumNoise is < 0 or > 60 || !double.IsFinite(MaximumNoise))
            faults.Add($"maximumNoise {MaximumNoise} is outside 0…60");
        if (MinimumJpegQuality is < 5 or > 95)
            faults.Add($"minimumJpegQuality {MinimumJpegQuality} is outside 5…95");
        return faults;
    }
}
