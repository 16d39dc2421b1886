namespace SrPlugin.Weights.Models;

/// <summary>What a model wants instead of the program's defaults; null leaves the default.</summary>
public sealed record ModelConfiguration
{
    /// <summary>What the result should look like.</summary>
    public string? PositivePrompt { get; init; }

    /// <summary>What the result should not look like.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>How strongly the prompts differ in effect; at least 1.</summary>
    public double? GuidanceScale { get; init; }

    /// <summary>Blur of the source, 0…1, instead of the estimate.</summary>
    public double? BlurScore { get; init; }

    /// <summary>Noise of the source, 0…1, instead of the estimate.</summary>
    public double? NoiseScore { get; init; }

    /// <summary>
    /// The smallest of 1, 2 and 4 times a picture's size at which the model can work. Null stands for 4, at which most were trained.
    /// </summary>
    public int? WorkingScale { get; init; }

    /// <summary>How colours are pulled back to the source's: <c>wavelet</c>, <c>adain</c> or <c>none</c>.</summary>
    public string? ColorFix { get; init; }

    /// <summary>Starting timestep, 0…999; 0 starts from the source without added noise.</summary>
    public int? StartTimestep { get; init; }
}
