namespace SrPlugin.Protocol;

/// <summary>
/// What a job made: the data of a <c>completed</c> event and of a result's header. Mode restore returns the whole picture that was sent,
/// mode upscale the enlarged selection.
/// </summary>
public sealed record JobResult
{
    /// <summary>Pixels in a row.</summary>
    public required int Width { get; init; }

    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>As in the request.</summary>
    public required int Channels { get; init; }

    /// <summary>As in the request.</summary>
    public required SampleFormat SampleFormat { get; init; }

    /// <summary>The scores the picture was restored with, estimated or given; null where the model knows none.</summary>
    public DegradationScores? Scores { get; init; }

    /// <summary>
    /// Every setting that was used, defaults and estimates included: sent again, it makes the same pixels on the same device.
    /// </summary>
    public required Recipe RecipeUsed { get; init; }

    /// <summary>SHA-256 over the model's files, hexadecimal.</summary>
    public required string ModelHash { get; init; }

    /// <summary>Version of the service.</summary>
    public required string Version { get; init; }

    /// <summary>Seconds of computing, without waiting.</summary>
    public required double Seconds { get; init; }
}
