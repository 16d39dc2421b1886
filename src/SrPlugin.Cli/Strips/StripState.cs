using SrPlugin.Imaging;
using SrPlugin.Protocol;
using SampleFormat = SrPlugin.Imaging.SampleFormat;

namespace SrPlugin.Cli.Strips;

/// <summary>How far a picture that is worked on in strips has come, as it lies on the disk.</summary>
internal sealed record StripState
{
    /// <summary>Gets the file that is worked on.</summary>
    public required string Source { get; init; }

    /// <summary>Gets the bytes that it had.</summary>
    public required long SourceLength { get; init; }

    /// <summary>Gets when it was last written.</summary>
    public required DateTime SourceWritten { get; init; }

    /// <summary>Gets the page of it; null for the only one.</summary>
    public int? Page { get; init; }

    /// <summary>Gets the file that is to be written.</summary>
    public required string Output { get; init; }

    /// <summary>Gets what the user set.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Gets the SHA-256 over the model's files.</summary>
    public required string ModelHash { get; init; }

    /// <summary>Gets the recipe with the scores of the picture; null until they are estimated.</summary>
    public Recipe? Scored { get; init; }

    /// <summary>Gets whether the picture has colours.</summary>
    public bool HasColors { get; init; }

    /// <summary>Gets the rows of the source that are done.</summary>
    public int Done { get; init; }

    /// <summary>Gets the rows of the source.</summary>
    public int Height { get; init; }

    /// <summary>Gets the channels of the result.</summary>
    public int Channels { get; init; }

    /// <summary>Gets the sample format of the result.</summary>
    public SampleFormat Format { get; init; }

    /// <summary>Gets what the result's format could not hold.</summary>
    public IReadOnlyList<string> Losses { get; init; } = [];
}
