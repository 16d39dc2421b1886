using System.Text.Json.Serialization;

namespace SrPlugin.Protocol;

/// <summary>How far a job is: the data of a <c>progress</c> event. Never goes back.</summary>
public sealed record JobProgress
{
    /// <summary>
    /// What is being done: queued, loading, prepare, estimate, tag, prompts, fold, encode, control, denoise, decode, finish. More may come;
    /// <see cref="StageNames"/> has their names for people.
    /// </summary>
    public required string Stage { get; init; }

    /// <summary>Finished tiles, bands or steps of this stage.</summary>
    public int Tile { get; init; }

    /// <summary>Tiles, bands or steps of this stage.</summary>
    public int TileCount { get; init; }

    /// <summary>Share of the whole job, 0…100.</summary>
    public double Percent { get; init; }

    /// <summary>
    /// What the job has made so far, where the request asks for <see cref="JobRequest.Previews"/> and a step has just ended; null in all
    /// other reports. On the wire it is an event of its own.
    /// </summary>
    [JsonIgnore]
    public JobPreview? Preview { get; init; }

    /// <summary>Seconds to the end, measured on this job; null while unknown.</summary>
    public double? SecondsLeft { get; init; }
}
