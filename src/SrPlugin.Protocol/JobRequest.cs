using System.Text.Json.Serialization;

namespace SrPlugin.Protocol;

/// <summary>
/// What a job's body says before its pixels. The picture is interleaved rows without padding, straight alpha; the mask, if there is one,
/// follows the pixels.
/// </summary>
public sealed record JobRequest
{
    /// <summary>The protocol the sender speaks: <see cref="WireFormat.Version"/>.</summary>
    [JsonRequired]
    public int ProtocolVersion { get; init; } = WireFormat.Version;

    /// <summary>Pixels in a row, 1…65535.</summary>
    public required int Width { get; init; }

    /// <summary>Rows, 1…65535.</summary>
    public required int Height { get; init; }

    /// <summary>1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.</summary>
    public required int Channels { get; init; }

    /// <summary>How a sample is stored.</summary>
    public required SampleFormat SampleFormat { get; init; }

    /// <summary>
    /// Whether a mask follows the pixels: one value a pixel of the picture, 0 leaves the source, the largest value takes the result.
    /// </summary>
    public bool HasMask { get; init; }

    /// <summary>How a value of the mask is stored; null is uint8.</summary>
    public SampleFormat? MaskFormat { get; init; }

    /// <summary>The part of the picture to work on; the rest is context. Null for all of it.</summary>
    public PictureArea? Selection { get; init; }

    /// <summary>What to make of the picture; null leaves everything to the model.</summary>
    public Recipe? Recipe { get; init; }

    /// <summary>Which queue it waits in.</summary>
    public JobPriority Priority { get; init; }

    /// <summary>Whether the job goes on when nobody listens to its events.</summary>
    public bool Detached { get; init; }

    /// <summary>
    /// Whether the events shall show what models of several steps have made so far; each such picture costs time, and up to half a megabyte
    /// on its way.
    /// </summary>
    public bool Previews { get; init; }

    /// <summary>Bytes of the pixels.</summary>
    [JsonIgnore]
    public long PixelBytes => (long)Width * Height * Channels * SizeOf(SampleFormat);

    /// <summary>Bytes of the mask; 0 without one.</summary>
    [JsonIgnore]
    public long MaskBytes => HasMask ? (long)Width * Height * SizeOf(MaskFormat ?? SampleFormat.UInt8) : 0;

    /// <summary>Bytes of one sample: 1, 2 or 4.</summary>
    public static int SizeOf(SampleFormat format) => format switch
    {
        SampleFormat.UInt8 => 1,
        SampleFormat.UInt16 => 2,
        SampleFormat.Float32 => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such sample format."),
    };
}
