namespace SrPlugin.Imaging.Codecs;

/// <summary>A <see cref="Picture"/> whose samples may lie elsewhere than in memory.</summary>
/// <param name="Pixels">The samples as stored.</param>
/// <param name="Metadata">Profile, EXIF, orientation, resolution and texts.</param>
internal sealed record PictureContent(IPixelRows Pixels, PictureMetadata Metadata)
{
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public int PageCount { get; init; } = 1;

    public bool IsPartial { get; init; }

    public int ColorChannels => Pixels.Channels <= 2 ? 1 : 3;

    public bool HasAlpha => Pixels.Channels is 2 or 4;

    public static PictureContent Of(Picture picture) => new(picture.Pixels, picture.Metadata)
    {
        Warnings = picture.Warnings,
        PageCount = picture.PageCount,
        IsPartial = picture.IsPartial,
    };

    /// <summary>Gets the picture in memory, where its samples are read if they are not there already.</summary>
    public Picture ToPicture() => new(Pixels as PixelBuffer ?? Pixels.ReadRows(0, Pixels.Height), Metadata)
    {
        Warnings = Warnings,
        PageCount = PageCount,
        IsPartial = IsPartial,
    };
}
