namespace SrPlugin.Protocol;

/// <summary>How far a job is: the data of a <c>progress</c> event. Never goes back.</summary>
public sealed record JobProgress
{
    /// <summary>What is being done: queued, loading, prepare, estimate, tag, prompts, fold, encode, control, denoise, decode, finish. More may come; <see cref="StageNames"/> has their names for people.</summary>
    public required string Stage { get; init; }

    /// <summary>Finished tiles, bands or steps of this stage.</summary>
    public int Tile { get; init; }

    /// <summary>Tiles, bands or steps of this stage.</summary>
    public int TileCount { get; init; }

    /// <summary>Share of the whole job, 0…100.</summary>
    public double Percent { get; init; }

    /// <summary>Seconds to the end, measured on this job; null while unknown.</summary>
    public double? SecondsLeft { get; init; }
}
