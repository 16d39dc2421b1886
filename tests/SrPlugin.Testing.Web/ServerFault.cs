namespace SrPlugin.Testing.Web;

/// <summary>What a <see cref="ModelServer"/> does wrong in an answer; nothing by default.</summary>
public sealed record ServerFault
{
    /// <summary>Answers with this status.</summary>
    public int? Status { get; init; }

    /// <summary>With a status: the header Retry-After.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>Cuts the connection after so many bytes of the body.</summary>
    public long? CutAfter { get; init; }

    /// <summary>Whether the cut connection is reset, so that bytes on the way are lost.</summary>
    public bool Resets { get; init; }

    /// <summary>Sends nothing more after so many bytes of the body, and keeps the connection open.</summary>
    public long? StallAfter { get; init; }

    /// <summary>Sends the whole file whatever range is asked for.</summary>
    public bool IgnoresRange { get; init; }

    /// <summary>Claims a range that was not asked for.</summary>
    public bool ShiftsRange { get; init; }

    /// <summary>Sends this instead of the file.</summary>
    public byte[]? Content { get; init; }

    /// <summary>The media type; octets by default.</summary>
    public string? ContentType { get; init; }

    /// <summary>Leaves the validators out.</summary>
    public bool HidesValidators { get; init; }

    /// <summary>Sends the body in chunks, without its length.</summary>
    public bool HidesLength { get; init; }

    /// <summary>Waits after every 16 KiB.</summary>
    public TimeSpan Pause { get; init; }
}
