namespace SrPlugin.Protocol;

/// <summary>
/// Every setting that decides what a job makes of a picture; null leaves the model's default, or has the value estimated. Names, ranges
/// and words are those of plugin-manifest/controls.json; <see cref="RecipeRules"/> checks them. A result carries the recipe that made it,
/// and a preset is a recipe with a name.
/// </summary>
public sealed record Recipe
{
    /// <summary>Id of the model; null for the service's default.</summary>
    public string? Model { get; init; }

    /// <summary><c>upscale</c> or <c>restore</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>How many times wider and higher, in mode upscale.</summary>
    public double? Scale { get; init; }

    /// <summary>How much of what the model changes is kept, 0…1.</summary>
    public double? Strength { get; init; }

    /// <summary>Blur of the source, 0…1.</summary>
    public double? Blur { get; init; }

    /// <summary>Noise of the source, 0…1.</summary>
    public double? Noise { get; init; }

    /// <summary>What the result should look like.</summary>
    public string? Prompt { get; init; }

    /// <summary>What the result should not look like.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>Weight of the prompt against the negative prompt; 1 skips the latter.</summary>
    public double? Guidance { get; init; }

    /// <summary>Timestep the latent is noised to first; 0 adds no noise.</summary>
    public int? StartTimestep { get; init; }

    /// <summary>Seed of every random draw.</summary>
    public long? Seed { get; init; }

    /// <summary><c>wavelet</c>, <c>adain</c> or <c>none</c>.</summary>
    public string? ColorFix { get; init; }

    /// <summary><c>mode</c> or <c>sample</c>.</summary>
    public string? Latent { get; init; }

    /// <summary>Side of a UNet tile in latent cells.</summary>
    public int? Tile { get; init; }

    /// <summary>How many times larger than the source the networks see it at least: 1, 2 or 4.</summary>
    public int? WorkingScale { get; init; }

    /// <summary><c>auto</c>, <c>fp32</c>, <c>bf16</c> or <c>fp16</c>.</summary>
    public string? Precision { get; init; }

    /// <summary>Width of the soft edge of selection or mask, in source pixels.</summary>
    public double? Feather { get; init; }

    /// <summary>Steps of a model that takes several (AddSR).</summary>
    public int? Steps { get; init; }

    /// <summary>Weight of a step's prediction in the next step's control image (AddSR).</summary>
    public double? Refinement { get; init; }

    /// <summary>Weight of the ControlNet (AddSR).</summary>
    public double? ConditioningScale { get; init; }

    /// <summary>This recipe where it says something, <paramref name="fallback"/> elsewhere.</summary>
    public Recipe Over(Recipe fallback)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        return new Recipe
        {
            Model = Model ?? fallback.Model,
            Mode = Mode ?? fallback.Mode,
            Scale = Scale ?? fallback.Scale,
            Strength = Strength ?? fallback.Strength,
            Blur = Blur ?? fallback.Blur,
            Noise = Noise ?? fallback.Noise,
            Prompt = Prompt ?? fallback.Prompt,
            NegativePrompt = NegativePrompt ?? fallback.NegativePrompt,
            Guidance = Guidance ?? fallback.Guidance,
            StartTimestep = StartTimestep ?? fallback.StartTimestep,
            Seed = Seed ?? fallback.Seed,
            ColorFix = ColorFix ?? fallback.ColorFix,
            Latent = Latent ?? fallback.Latent,
            Tile = Tile ?? fallback.Tile,
            WorkingScale = WorkingScale ?? fallback.WorkingScale,
            Precision = Precision ?? fallback.Precision,
            Feather = Feather ?? fallback.Feather,
            Steps = Steps ?? fallback.Steps,
            Refinement = Refinement ?? fallback.Refinement,
            ConditioningScale = ConditioningScale ?? fallback.ConditioningScale,
        };
    }
}
