namespace SrPlugin.Protocol;

/// <summary>
/// An intermediate picture: the data of a <c>preview</c> event, which models of several steps send once a step if the request asks for it.
/// </summary>
public sealed record JobPreview
{
    /// <summary>Pixels in a row.</summary>
    public required int Width { get; init; }

    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>RGB, 8 bits a sample, rows from the top (base64 on the wire).</summary>
    public required byte[] Pixels { get; init; }

    /// <summary>The step whose prediction this is, from 1.</summary>
    public int Step { get; init; }

    /// <summary>Steps of the job.</summary>
    public int StepCount { get; init; }
}
