using System.Collections.Immutable;
using System.Text;

namespace SrPlugin.Imaging.Codecs;

/// <summary>Between <see cref="PictureMetadata"/> and EXIF.</summary>
internal static class ExifMetadata
{
    private static readonly (string Key, ushort Tag)[] _texts =
    [
        ("Description", ExifBlock.ImageDescription), ("Software", ExifBlock.Software), ("Author", ExifBlock.Artist),
        ("Copyright", ExifBlock.Copyright),
    ];

    private static readonly UTF8Encoding _strictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>
    /// <paramref name="metadata"/> with what EXIF says of orientation and resolution, and its texts, where the file's own
    /// fields have not said it already. A block that is no EXIF is left out.
    /// </summary>
    public static PictureMetadata Read(PictureMetadata metadata, ReadOnlySpan<byte> exif)
    {
        if (exif.StartsWith("Exif\0\0"u8))
            exif = exif[6..];
        if (ExifBlock.Parse(exif) is not { } block)
            return metadata;
        var orientation = block.Main.GetValueOrDefault(ExifBlock.Orientation)?.FirstInteger();
        return metadata with
        {
            Exif = block.ToArray(),
            Orientation = orientation is >= 1 and <= 8 ? (PictureOrientation)orientation : metadata.Orientation,
            Dpi = metadata.Dpi ?? Resolution(block),
            Text = Texts(block, metadata.Text),
        };
    }

    /// <summary>The EXIF to write: the picture's own, brought up to date; null when there is nothing to say.</summary>
    /// <param name="picture">The picture as it is saved.</param>
    /// <param name="littleEndian">The file around the block dictates this order; else the block's own is kept.</param>
    public static ExifBlock? ForSaving(Picture picture, bool littleEndian = false)
    {
        var metadata = picture.Metadata;
        var block = (metadata.Exif is null ? null : ExifBlock.Parse(metadata.Exif)) ?? new ExifBlock();
        block.BigEndian &= !littleEndian;
        var known = !block.IsEmpty;
        foreach (var (key, tag) in _texts)
        {
            if (metadata.Text.TryGetValue(key, out var text))
                block.Main[tag] = new ExifEntry(ExifEntry.Ascii, [.. Encoding.UTF8.GetBytes(text.Replace("\0", null)), 0]);
        }

        if (metadata.Text.TryGetValue(PictureMetadata.CommentKey, out var comment))
            block.Photo[ExifBlock.UserComment] = new ExifEntry(ExifEntry.Undefined, EncodeComment(comment, block.BigEndian));
        if (block.IsEmpty && metadata.Orientation == PictureOrientation.TopLeft)
            return null;

        block.Main[ExifBlock.Orientation] = ExifEntry.OfShorts((int)metadata.Orientation);
        if (metadata.Dpi is var (x, y))
        {
            block.Main[ExifBlock.XResolution] = ExifEntry.OfRational(x);
            block.Main[ExifBlock.YResolution] = ExifEntry.OfRational(y);
            block.Main[ExifBlock.ResolutionUnit] = ExifEntry.OfShorts(2);
        }

        if (known || block.Photo.ContainsKey(ExifBlock.PixelXDimension))
        {
            block.Photo[ExifBlock.PixelXDimension] = ExifEntry.OfLongs((uint)picture.Pixels.Width);
            block.Photo[ExifBlock.PixelYDimension] = ExifEntry.OfLongs((uint)picture.Pixels.Height);
        }

        return block;
    }

    /// <summary><see cref="ForSaving"/> as bytes of at most <paramref name="limit"/>, without the maker note where it must be.</summary>
    public static byte[]? BytesForSaving(Picture picture, int limit)
    {
        if (ForSaving(picture) is not { } block)
            return null;
        var bytes = block.ToArray();
        if (bytes.Length > limit && block.Photo.Remove(ExifBlock.MakerNote))
            bytes = block.ToArray();
        return bytes.Length <= limit ? bytes : null;
    }

    private static (double, double)? Resolution(ExifBlock block)
    {
        var perInch = block.Main.GetValueOrDefault(ExifBlock.ResolutionUnit)?.FirstInteger() switch
        {
            3 => 2.54,
            1 => 0,
            _ => 1.0,
        };
        var x = block.Main.GetValueOrDefault(ExifBlock.XResolution)?.FirstRational() * perInch;
        var y = block.Main.GetValueOrDefault(ExifBlock.YResolution)?.FirstRational() * perInch;
        return x > 0 && y > 0 ? (x.Value, y.Value) : null;
    }

    private static ImmutableSortedDictionary<string, string> Texts(ExifBlock block, ImmutableSortedDictionary<string, string> texts)
    {
        foreach (var (key, tag) in _texts)
        {
            if (!texts.ContainsKey(key) && block.Main.TryGetValue(tag, out var entry) && entry.Type == ExifEntry.Ascii
                && DecodeText(entry.Value) is { Length: > 0 } text)
            {
                texts = texts.Add(key, text);
            }
        }

        return !texts.ContainsKey(PictureMetadata.CommentKey) && block.Photo.TryGetValue(ExifBlock.UserComment, out var comment)
            && DecodeComment(comment.Value, block.BigEndian) is { Length: > 0 } userComment
            ? texts.Add(PictureMetadata.CommentKey, userComment)
            : texts;
    }

    private static byte[] EncodeComment(string text, bool bigEndian)
    {
        text = text.Replace("\0", null);
        return Ascii.IsValid(text)
            ? [.. "ASCII\0\0\0"u8, .. Encoding.ASCII.GetBytes(text)]
            : [.. "UNICODE\0"u8, .. (bigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode).GetBytes(text)];
    }

    private static string DecodeComment(ReadOnlySpan<byte> value, bool bigEndian)
    {
        if (value.Length < 8)
            return string.Empty;
        var text = value[8..];
        return value.StartsWith("UNICODE\0"u8)
            ? (bigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(text).TrimEnd('\0', ' ')
            : value.StartsWith("ASCII\0\0\0"u8) || value.StartsWith("\0\0\0\0\0\0\0\0"u8) ? DecodeText(text) : string.Empty;
    }

    /// <summary>UTF-8 where it is, else Latin-1.</summary>
    private static string DecodeText(ReadOnlySpan<byte> value)
    {
        try
        {
            return _strictUtf8.GetString(value).TrimEnd('\0', ' ');
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(value).TrimEnd('\0', ' ');
        }
    }
}
