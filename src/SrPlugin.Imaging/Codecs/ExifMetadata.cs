using System.Collections.Immutable;
using System.Text;
using static SrPlugin.Imaging.Codecs.TiffDirectory;

namespace SrPlugin.Imaging.Codecs;

/// <summary>Between <see cref="PictureMetadata"/> and EXIF.</summary>
internal static class ExifMetadata
{
    private static readonly (string Key, ushort Tag)[] _texts =
        [("Description", ImageDescription), ("Software", Software), ("Author", Artist), ("Copyright", TiffDirectory.Copyright)];

    // How the samples lie in a TIFF file, and what belongs to the file rather than to the picture.
    private static readonly HashSet<ushort> _structural =
    [
        .. Tags(254, 259), .. Tags(262, 266), 273, .. Tags(277, 281), 284, .. Tags(288, 293), 297, 301, .. Tags(317, 325), 330,
        .. Tags(332, 347), .. Tags(512, 521), .. Tags(529, 532), 559, 700, 33421, 33422, 33723, 34377, 34675, 37724, .. Tags(50706, 51089),
    ];

    // Where the pixels lie on the Earth, which holds for the original size only.
    private static readonly HashSet<ushort> _geographic = [33550, 33922, 34264, .. Tags(34735, 34737)];

    private static readonly UTF8Encoding _strictUtf8 = new(false, throwOnInvalidBytes: true);

    static ExifMetadata() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>
    /// <paramref name="metadata"/> with what EXIF says of orientation and resolution, and its texts, where the file's own
    /// fields have not said it already. A block that is no EXIF is left out.
    /// </summary>
    public static PictureMetadata Read(PictureMetadata metadata, ReadOnlySpan<byte> exif)
    {
        var structure = TiffStructure.Parse(exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif);
        return structure is null ? metadata : Read(metadata, structure, structure.Pages[0]);
    }

    /// <summary>The same for a page of a TIFF file.</summary>
    public static PictureMetadata Read(PictureMetadata metadata, TiffStructure structure, TiffDirectory page)
    {
        foreach (var tag in page.Keys.Where(_structural.Contains).ToList())
            page.Remove(tag);
        structure.Pages.Remove(page);
        structure.Pages.Insert(0, page);
        var orientation = page.Integer(Orientation, 0);
        return metadata with
        {
            Exif = structure.ToArray(),
            Orientation = orientation is >= 1 and <= 8 ? (PictureOrientation)orientation : metadata.Orientation,
            Dpi = metadata.Dpi ?? Resolution(page),
            Text = Texts(page, metadata.Text, structure.BigEndian),
        };
    }

    /// <summary>The EXIF to write: the picture's own, brought up to date; null when there is nothing to say.</summary>
    /// <param name="picture">The picture as it is saved.</param>
    /// <param name="losses">Receives what cannot be kept.</param>
    /// <param name="isTiff">Whether the fields go into a TIFF file, which dictates the byte order and says where they lie.</param>
    public static TiffStructure? ForSaving(PictureContent picture, ICollection<string> losses, bool isTiff = false)
    {
        var metadata = picture.Metadata;
        var block = (metadata.Exif is null ? null : TiffStructure.Parse(metadata.Exif)) ?? new TiffStructure();
        var main = block.Pages.FirstOrDefault() ?? [];
        if (isTiff && block.BigEndian)
            block = new TiffStructure();
        block.Pages.Clear();
        block.Pages.Add(main);
        var known = main.Count + main.Inner.Count > 0;
        foreach (var (key, tag) in _texts)
        {
            if (metadata.Text.TryGetValue(key, out var text) && DecodeText(main.GetValueOrDefault(tag)?.Value ?? []) != text)
                main[tag] = new ExifEntry(ExifEntry.Ascii, [.. Encoding.UTF8.GetBytes(text.Replace("\0", null)), 0]);
        }

        if (metadata.Text.TryGetValue(PictureMetadata.CommentKey, out var comment))
            main.Photo[UserComment] = new ExifEntry(ExifEntry.Undefined, EncodeComment(comment, block.BigEndian));
        if (!known && main.Count + main.Inner.Count == 0 && metadata.Orientation == PictureOrientation.TopLeft)
            return null;

        main[Orientation] = ExifEntry.OfShorts((int)metadata.Orientation);
        if (metadata.Dpi is var (x, y))
        {
            main[XResolution] = ExifEntry.OfRational(x);
            main[YResolution] = ExifEntry.OfRational(y);
            main[ResolutionUnit] = ExifEntry.OfShorts(2);
        }

        var (width, height) = (main.Photo.Integer(PixelXDimension, 0), main.Photo.Integer(PixelYDimension, 0));
        var placed = main.Keys.Where(_geographic.Contains).ToList();
        if (placed.Count > 0 && (!isTiff || (width, height) != (picture.Pixels.Width, picture.Pixels.Height)))
        {
            placed.ForEach(tag => main.Remove(tag));
            losses.Add($"The geographic tags {string.Join(", ", placed)} (GeoTIFF) do not fit the result and were left out.");
        }

        if (known || main.Photo.ContainsKey(PixelXDimension))
        {
            main.Photo[PixelXDimension] = ExifEntry.OfLongs((uint)picture.Pixels.Width);
            main.Photo[PixelYDimension] = ExifEntry.OfLongs((uint)picture.Pixels.Height);
        }

        return block;
    }

    /// <summary>
    /// <see cref="ForSaving"/> as bytes; of fields that make them longer than <paramref name="limit"/>, the largest are left out.
    /// </summary>
    public static byte[]? BytesForSaving(PictureContent picture, int limit, ICollection<string> losses)
    {
        if (ForSaving(picture, losses) is not { } block)
            return null;
        var bytes = block.ToArray();
        if (bytes.Length > limit && block.Pages[0].Photo.Remove(MakerNote))
        {
            losses.Add($"The camera maker's notes do not fit into the file's EXIF, which holds {limit} bytes, and were left out.");
            bytes = block.ToArray();
        }

        while (bytes.Length > limit)
        {
            var (directory, tag) = block.Pages.Concat(block.Pages[0].Inner.Values).SelectMany(d => d.Select(entry => (d, entry)))
                .OrderByDescending(item => item.entry.Value.Value.Length).Select(item => (item.d, item.entry.Key)).First();
            losses.Add(
                $"The EXIF field {tag} of {directory[tag].Value.Length} bytes does not fit into the file's EXIF, which holds {limit} "
                + $"bytes, "
                + "and was left out.");
            directory.Remove(tag);
            bytes = block.ToArray();
        }

        return bytes;
    }

    private static IEnumerable<ushort> Tags(int first, int last) => Enumerable.Range(first, last - first + 1).Select(tag => (ushort)tag);

    private static (double, double)? Resolution(TiffDirectory main)
    {
        var perInch = main.Integer(ResolutionUnit, 2) switch
        {
            3 => 2.54,
            1 => 0,
            _ => 1.0,
        };
        var x = main.GetValueOrDefault(XResolution)?.FirstRational() * perInch;
        var y = main.GetValueOrDefault(YResolution)?.FirstRational() * perInch;
        return x > 0 && y > 0 ? (x.Value, y.Value) : null;
    }

    private static ImmutableSortedDictionary<string, string> Texts(
        TiffDirectory main, ImmutableSortedDictionary<string, string> texts, bool bigEndian)
    {
        foreach (var (key, tag) in _texts)
        {
            if (!texts.ContainsKey(key) && main.GetValueOrDefault(tag) is { Type: ExifEntry.Ascii } entry
                && DecodeText(entry.Value) is { Length: > 0 } text)
            {
                texts = texts.Add(key, text);
            }
        }

        return !texts.ContainsKey(PictureMetadata.CommentKey) && main.Photo.TryGetValue(UserComment, out var comment)
            && DecodeComment(comment.Value, bigEndian) is { Length: > 0 } userComment
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
        // Some programs leave the name of the encoding out.
        var isNamed = value.Length >= 8 && (value[0] == 0 || value[..8].Contains((byte)0));
        if (!isNamed)
            return DecodeText(value);
        var text = value[8..];
        if (value.StartsWith("UNICODE\0"u8))
            return DecodeUnicode(text, bigEndian).Trim('\uFEFF', '\0', ' ');
        return value.StartsWith("JIS\0"u8)
            ? Encoding.GetEncoding(text.Contains((byte)0x1B) ? "iso-2022-jp" : "euc-jp").GetString(text).TrimEnd('\0', ' ')
            : DecodeText(text);
    }

    // Programs that write a file again in the other byte order leave the comment in its old one.
    private static string DecodeUnicode(ReadOnlySpan<byte> text, bool bigEndian)
    {
        var (one, other) = bigEndian ? (Encoding.BigEndianUnicode, Encoding.Unicode) : (Encoding.Unicode, Encoding.BigEndianUnicode);
        var (first, second) = (one.GetString(text), other.GetString(text));
        return Unlikely(second) < Unlikely(first) ? second : first;

        // Text in the wrong order has its spaces, digits and Latin letters in U+2000, U+3000…U+7A00 and few of its own.
        static int Unlikely(string text) =>
            text.Count(c => c is '\uFFFD' or '\uFFFE' or (>= '\uE000' and < '\uF900') || (c > '\u00FF' && (c & 0xFF) == 0))
            - text.Count(c => c is ' ' or '\uFEFF');
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
