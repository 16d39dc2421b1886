namespace SrPlugin.Trainer.Degradations;

/// <summary>Everything that happens to one picture on its way from high to low resolution.</summary>
/// <param name="Stages">One or two passes; their scales multiply to 1 / upscale factor.</param>
public sealed record DegradationPlan(IReadOnlyList<DegradationStage> Stages)
{
    /// <summary>Blur of this deviation, in pixels of the high-resolution picture, has score 1.</summary>
    public const float BlurOfScoreOne = 4;

    /// <summary>
    /// Whether the blur score is in pixels of the degraded picture instead of the original: what can be seen without knowing how far it
    /// will be enlarged.
    /// </summary>
    public bool ScoresDegradedPixels { get; init; }

    /// <summary>Whether the error that the last compression leaves counts as noise.</summary>
    public bool CompressionIsNoise { get; init; }

    /// <summary>
    /// Whether a crop of the degraded picture is to begin where a block of JPEG does, if the last compression is not shifted.
    /// </summary>
    public bool KeepsBlocks { get; init; }

    /// <summary>Whether the blocks of the last compression begin at the degraded picture's corner, and at a crop's.</summary>
    public bool IsAligned => KeepsBlocks && Stages[^1] is { JpegQuality: > 0, ShiftX: 0, ShiftY: 0 };

    /// <summary>Size of the original over that of the degraded picture.</summary>
    public int Factor => (int)MathF.Round(1 / Stages.Aggregate(1f, (product, stage) => product * stage.Scale));

    /// <summary>Noise of this deviation, in 8-bit levels of the low-resolution picture, has score 1.</summary>
    public const float NoiseOfScoreOne = 25;

    /// <summary>
    /// 0…1: the deviation of all applied blur together, √Σ(σᵢ/scaleᵢ)² in pixels of the high-resolution picture (mean of both
    /// directions), over <see cref="BlurOfScoreOne"/>; times ∏ scaleᵢ where <see cref="ScoresDegradedPixels"/>. The unavoidable softness of
    /// downscaling itself is not counted.
    /// </summary>
    public float BlurScore
    {
        get
        {
            float variance = 0, scale = 1;
            foreach (var stage in Stages)
            {
                variance += ((stage.BlurX * stage.BlurX) + (stage.BlurY * stage.BlurY)) / (2 * scale * scale);
                scale *= stage.Scale;
            }

            return Math.Min(1, MathF.Sqrt(variance) * (ScoresDegradedPixels ? scale : 1) / BlurOfScoreOne);
        }
    }

    /// <summary>
    /// 0…1: the deviation of all applied noise that is left in the low-resolution picture, over <see cref="NoiseOfScoreOne"/>.
    /// A later reduction by s averages noise, leaving about s of its deviation. With <see cref="CompressionIsNoise"/> the last
    /// compression's error is added.
    /// </summary>
    public float NoiseScore
    {
        get
        {
            var variance = 0f;
            foreach (var stage in Stages)
                variance = (variance * Math.Min(1, stage.Scale * stage.Scale)) + (stage.NoiseSigma * stage.NoiseSigma);
            if (CompressionIsNoise)
                variance += Stages[^1].CompressionNoise * Stages[^1].CompressionNoise;
            return Math.Min(1, MathF.Sqrt(variance) / NoiseOfScoreOne);
        }
    }
}
