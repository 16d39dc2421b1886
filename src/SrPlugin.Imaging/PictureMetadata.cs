using System.Collections.Immutable;

namespace SrPlugin.Imaging;

/// <summary>What a picture file carries beside its pixels and what is written again when the picture is saved.</summary>
public sealed record PictureMetadata
{
    /// <summary>
    /// Key of <see cref="Text"/> that every format but BMP keeps (PNG: a text chunk; else EXIF's UserComment).
    /// The recipe that made a picture goes there.
    /// </summary>
    public const string CommentKey = "Comment";

    /// <summary>Nothing known.</summary>
    public static PictureMetadata Empty { get; } = new();

    /// <summary>ICC profile of the pixels; null means sRGB.</summary>
    public byte[]? IccProfile { get; init; }

    /// <summary>
    /// EXIF as a TIFF structure (beginning "II*\0" or "MM\0*", without the "Exif\0\0" of JPEG). Its orientation, thumbnail and
    /// pixel dimensions are brought up to date when the picture is saved.
    /// </summary>
    public byte[]? Exif { get; init; }

    /// <summary>XMP as it stands in the file. Its orientation and size are brought up to date when the picture is saved.</summary>
    public byte[]? Xmp { get; init; }

    /// <summary>IPTC records (IIM), without what a format puts around them.</summary>
    public byte[]? Iptc { get; init; }

    /// <summary>
    /// The value of white in samples of <see cref="SampleFormat.Float32"/>: 1, or 255 or 65535 in files that count in levels.
    /// <see cref="WorkingColors"/> brings it to 1.
    /// </summary>
    public double WhiteLevel { get; init; } = 1;

    /// <summary>How the stored pixels are to be turned; <see cref="Picture.ApplyOrientation"/> turns them.</summary>
    public PictureOrientation Orientation { get; init; } = PictureOrientation.TopLeft;

    /// <summary>Pixels per inch across and down; null when the file does not say.</summary>
    public (double X, double Y)? Dpi { get; init; }

    /// <summary>
    /// Texts by keyword. PNG keeps them as texts; in other formats "Comment", "Description", "Software", "Author" and "Copyright"
    /// become EXIF fields, and all others become part of XMP. BMP keeps none.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Text { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
