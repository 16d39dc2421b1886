namespace SrPlugin.Imaging;

/// <summary>How a picture is written.</summary>
public sealed record PictureSaveOptions
{
    /// <summary>
    /// 1…100 for the formats with loss. Null: JPEG uses 95 and WebP keeps every bit. From 90 on JPEG keeps the full resolution
    /// of the colours (4:4:4).
    /// </summary>
    public int? Quality { get; init; }

    /// <summary>Reports every fault at once.</summary>
    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    public void Validate()
    {
        if (Quality is < 1 or > 100)
            throw new ArgumentException($"Quality must be 1 to 100, not {Quality}.");
    }
}
