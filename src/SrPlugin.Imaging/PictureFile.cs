using System.Text;
using SrPlugin.Imaging.Codecs;

namespace SrPlugin.Imaging;

/// <summary>Reads and writes picture files. The content decides how a file is read, the extension how it is written.</summary>
public static class PictureFile
{
    private static readonly string[] _heifBrands = [
        "avif", "avis", "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1", "mif2", "miaf"
    ];

    private static readonly (int Offset, string Magic, string Name)[] _unreadable =
    [
        (4, "ftypcrx", "a camera's RAW file (CR3). Develop it with a RAW converter and save it as TIFF"),
        (0, "FUJIFILMCCD-RAW", "a camera's RAW file (RAF). Develop it with a RAW converter and save it as TIFF"),
        (0, "IIU\0", "a camera's RAW file (RW2). Develop it with a RAW converter and save it as TIFF"),
        (0, "IIRO", "a camera's RAW file (ORF). Develop it with a RAW converter and save it as TIFF"),
        (0, "IIRS", "a camera's RAW file (ORF). Develop it with a RAW converter and save it as TIFF"),
        (0, "FOVb", "a camera's RAW file (X3F). Develop it with a RAW converter and save it as TIFF"),
        (0, "8BPS", "a Photoshop document (PSD). Export it as PNG or TIFF"),
        (0, "gimp xcf", "a GIMP image (XCF). Export it as PNG or TIFF"),
        (0, "\xFF\x0A", "a JPEG XL picture. Convert it to PNG"),
        (4, "JXL ", "a JPEG XL picture. Convert it to PNG"),
        (4, "jP  ", "a JPEG 2000 picture. Convert it to PNG or TIFF"),
        (0, "%PDF", "a PDF document. Export its pages as PNG or TIFF"),
        (0, "v/1\x01", "an OpenEXR picture. Convert it to float TIFF"),
        (0, "#?RADIANCE", "a Radiance HDR picture. Convert it to float TIFF"),
        (0, "<svg", "an SVG drawing. Export it as PNG at the size you need"),
        (0, "\0\0\x01\0", "a Windows icon. Convert it to PNG"),
        (4, "ftyp", "a video. Save one of its frames as PNG"),
    ];

    /// <summary>Extensions that <see cref="FormatOf"/> knows, with their dot, in lower case.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".jpe", ".jfif"];

    /// <summary>Extensions of files that <see cref="Load(string, int?)"/> reads.</summary>
    public static IReadOnlyList<string> ReadableExtensions { get; } = [
        .. Extensions, ".gif", ".avif", ".tga", ".pbm", ".pgm", ".ppm", ".pnm"
    ];

    /// <summary>Extensions of pictures that cannot be read, so that they can be named when they are left out of a folder.</summary>
    public static IReadOnlyList<string> UnreadableExtensions { get; } =
    [
        ".heic", ".heif", ".dng", ".nef", ".cr2", ".cr3", ".arw", ".orf", ".rw2", ".raf", ".pef", ".srw", ".x3f", ".psd", ".xcf", ".jxl",
        ".jp2", ".exr", ".hdr", ".svg", ".ico",
    ];

    /// <summary>Reads a picture; its pixels are as stored, see <see cref="Picture.ApplyOrientation"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="page">Which of several pages or frames, from 1; null for the only one.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="PictureFormatException">
    /// The file is no picture, damaged, beyond <see cref="PictureLimits"/>, or holds several pages of which none is named; the message
    /// names the file.
    /// </exception>
    public static Picture Load(string path, int? page = null) => Load(path, page, VipsCodec.Samples).ToPicture();

    /// <summary>Reads the middle of a picture, upright: no more than that is kept in memory.</summary>
    /// <param name="path">The file.</param>
    /// <param name="page">Which of several pages or frames, from 1; null for the only one.</param>
    /// <param name="side">The most pixels of a side.</param>
    /// <inheritdoc cref="Load(string, int?)"/>
    public static Picture LoadMiddle(string path, int? page, int side)
    {
        var picture = Load(path, page, image =>
        {
            var area = Middle(image.Width, image.Height, side);
            using var part = image.Crop(area.X, area.Y, area.Width, area.Height);
            return VipsCodec.Samples(part);
        }).ToPicture();

        // Samples that are computed in memory come as a whole.
        return (picture with { Pixels = picture.Pixels.Crop(Middle(picture.Pixels.Width, picture.Pixels.Height, side)) })
            .ApplyOrientation();
    }

    /// <summary>Unpacks a picture's samples into a file, from where they are read part by part.</summary>
    /// <param name="path">The picture's file.</param>
    /// <param name="page">Which of several pages or frames, from 1; null for the only one.</param>
    /// <param name="samplesPath">The file for the samples.</param>
    /// <param name="isUnpacked">Whether that file has all samples already.</param>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <inheritdoc cref="Load(string, int?)"/>
    public static UnpackedPicture Unpack(string path, int? page, string samplesPath, bool isUnpacked)
    {
        var content = Load(path, page, image => isUnpacked
            ? PixelFile.Open(samplesPath, image.Width, image.Height, image.Bands, VipsCodec.FormatOf(image))
            : VipsCodec.Unpack(image, samplesPath));
        if (content.Pixels is not PixelFile pixels)
        {
            pixels = PixelFile.Open(
                samplesPath, content.Pixels.Width, content.Pixels.Height, content.Pixels.Channels, content.Pixels.Format);
            pixels.Write(0, (PixelBuffer)content.Pixels);
        }

        return new UnpackedPicture(pixels, content.Metadata) { Warnings = content.Warnings, IsPartial = content.IsPartial };
    }

    private static PixelRectangle Middle(int width, int height, int side)
    {
        var (columns, rows) = (Math.Min(side, width), Math.Min(side, height));
        return new PixelRectangle((width - columns) / 2, (height - rows) / 2, columns, rows);
    }

    private static PictureContent Load(string path, int? page, Func<NetVips.Image, IPixelRows> samples)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var length = new FileInfo(path).Length;
        if (length > PictureLimits.MaxFileBytes)
            throw new PictureFormatException(
                $"{path} is larger ({length} bytes) than a picture file may be ({PictureLimits.MaxFileBytes} bytes).");
        var file = File.ReadAllBytes(path);
        try
        {
            return Decode(file, page, samples);
        }
        catch (PictureFormatException fault)
        {
            throw new PictureFormatException($"{path}: {fault.Message}", fault.Format, fault);
        }
    }

    /// <summary>Reads a picture from the bytes of its file.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="page">Which of several pages or frames, from 1; null for the only one.</param>
    /// <exception cref="PictureFormatException">
    /// They are no picture, damaged, beyond <see cref="PictureLimits"/>, or several pages of which none is named.
    /// </exception>
    public static Picture Decode(byte[] file, int? page = null) => Decode(file, page, VipsCodec.Samples).ToPicture();

    private static PictureContent Decode(byte[] file, int? page, Func<NetVips.Image, IPixelRows> samples)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Length == 0)
            throw new PictureFormatException("The file is empty.");
        var format = DetectFormat(file) ?? throw new PictureFormatException(Unreadable(file));
        try
        {
            return PictureReader.Read(file, format, page, samples);
        }
        catch (PictureFormatException fault) when (format == PictureFormat.Heif
            && file.AsSpan(0, Math.Min(64, file.Length)).IndexOf("avif"u8) < 0)
        {
            throw new PictureFormatException(
                "This is a HEIC photo, which cannot be read here. Convert it to JPEG or PNG, or have the phone save \"most compatible\" "
                + "photos. "
                + $"({fault.Message})",
                format,
                fault);
        }
    }

    /// <summary>
    /// Writes a picture in the format of the path's extension: first to a temporary file beside it, flushed to the disk, which
    /// then takes the path's place. On any failure the path is left as it was.
    /// </summary>
    /// <param name="picture">What to write.</param>
    /// <param name="path">Where to.</param>
    /// <param name="options">How to write it; null for the defaults.</param>
    /// <param name="overwrite">Whether a file of this name may be replaced. If not, one that appears at the last moment is safe
    /// too.</param>
    /// <returns>A sentence for everything that the format cannot hold and that was left out.</returns>
    /// <remarks>
    /// What a format cannot hold is converted: more than its bits are rounded, alpha is flattened onto white for JPEG, and an ICC
    /// profile that does not fit is applied, so that the pixels become sRGB.
    /// </remarks>
    /// <exception cref="IOException">The file cannot be written, or exists and may not be replaced.</exception>
    /// <exception cref="PictureFormatException">The extension is unknown, or the format cannot hold so large a picture.</exception>
    public static IReadOnlyList<string> Save(Picture picture, string path, PictureSaveOptions? options = null, bool overwrite = true) =>
        Save([picture], path, options, overwrite);

    /// <summary>
    /// Writes the pages of a TIFF file, as <see cref="Save(Picture, string, PictureSaveOptions?, bool)"/> writes one picture.
    /// </summary>
    /// <param name="pages">What to write.</param>
    /// <param name="path">Where to.</param>
    /// <param name="options">How to write it; null for the defaults.</param>
    /// <param name="overwrite">Whether a file of this name may be replaced.</param>
    /// <param name="temporaryName">The temporary file's name, for a caller that removes it after its process was killed; null for one that
    /// nobody else uses.</param>
    public static IReadOnlyList<string> Save(
        IReadOnlyList<Picture> pages, string path, PictureSaveOptions? options = null, bool overwrite = true, string? temporaryName = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var losses = new List<string>();
        var file = Encode(pages, FormatOf(path), options, losses);

        // Short, as the target's own name may be as long as the file system allows.
        var temporary = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, temporaryName ?? $".{Guid.NewGuid():N}.tmp");
        Place(temporary, path, overwrite, stream => stream.Write(file));
        return losses;
    }

    /// <summary>Brings a part of a picture into the samples and colours in which a format holds the picture.</summary>
    /// <param name="part">The part, with the metadata of the whole.</param>
    /// <param name="format">A format that is written.</param>
    /// <param name="losses">Receives a sentence for everything that the format cannot hold.</param>
    /// <returns>What <see cref="Save(PixelFile, PictureMetadata, string, string, bool)"/> takes: the samples, and the metadata of the
    /// whole.</returns>
    public static Picture Prepare(Picture part, PictureFormat format, ICollection<string> losses) =>
        PictureWriter.Prepare(part, format, losses);

    /// <summary>
    /// Writes a picture whose samples lie in a file, as <see cref="Save(Picture, string, PictureSaveOptions?, bool)"/> writes one in
    /// memory.
    /// </summary>
    /// <param name="pixels">The samples, as <see cref="Prepare"/> made them.</param>
    /// <param name="metadata">The metadata that came with them.</param>
    /// <param name="path">Where to write.</param>
    /// <param name="folder">An existing folder on the same disk for temporary files.</param>
    /// <param name="overwrite">Whether a file of this name may be replaced.</param>
    /// <returns>A sentence for everything that the format cannot hold and that was left out.</returns>
    /// <exception cref="IOException">The file cannot be written, or exists and may not be replaced.</exception>
    /// <exception cref="PictureFormatException">The extension is unknown, or the format cannot hold so large a picture.</exception>
    public static IReadOnlyList<string> Save(PixelFile pixels, PictureMetadata metadata, string path, string folder, bool overwrite)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(metadata);
        var losses = new List<string>();
        var format = FormatOf(path);
        string Temporary() => Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        Stream Scratch() =>
            new FileStream(Temporary(), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 20, FileOptions.DeleteOnClose);
        Place(
            Temporary(), path, overwrite,
            stream =>
                PictureWriter.Write([new PictureContent(pixels, metadata)], format, new PictureSaveOptions(), stream, Scratch, losses));
        return losses;
    }

    /// <summary>The bytes of a picture's file.</summary>
    /// <param name="picture">What to write.</param>
    /// <param name="format">A format that is written.</param>
    /// <param name="options">How to write it; null for the defaults.</param>
    /// <param name="losses">Receives a sentence for everything that the format cannot hold; null for nobody.</param>
    /// <exception cref="PictureFormatException">The format cannot hold so large a picture, or is not written.</exception>
    public static byte[] Encode(
        Picture picture, PictureFormat format, PictureSaveOptions? options = null, ICollection<string>? losses = null) =>
        Encode([picture], format, options, losses ?? []);

    /// <summary>The bytes of a file with one page or, for TIFF, several.</summary>
    /// <inheritdoc cref="Encode(Picture, PictureFormat, PictureSaveOptions?, ICollection{string}?)"/>
    public static byte[] Encode(IReadOnlyList<Picture> pages, PictureFormat format, PictureSaveOptions? options, ICollection<string> losses)
    {
        ArgumentNullException.ThrowIfNull(pages);
        if (format > PictureFormat.Bmp)
            throw new PictureFormatException($"{format} files are read, not written. Known are {string.Join(", ", Extensions)}.", format);
        options ??= new PictureSaveOptions();
        options.Validate();
        using var file = new MemoryStream();
        PictureWriter.Write(
            [.. pages.Select(page => PictureContent.Of(PictureWriter.Prepare(page, format, losses)))], format, options, file,
            () => new MemoryStream(), losses);
        return file.ToArray();
    }

    /// <summary>Gets the upright width and height from a file's beginning; null where that does not tell, whatever the reason.</summary>
    public static (int Width, int Height)? TryReadSize(string path) => TryReadShape(path) is { } shape ? (shape.Width, shape.Height) : null;

    /// <summary>Gets what a file's beginning says of its picture; null where that does not tell, whatever the reason.</summary>
    public static PictureShape? TryReadShape(string path) => VipsCodec.TryReadShape(path);

    /// <summary>Gets the format that an extension stands for; null when it is not one that is written.</summary>
    public static PictureFormat? TryFormatOf(string path) =>
        Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) ? FormatOf(path) : null;

    /// <summary>Gets the longest side that a format holds.</summary>
    public static int MaxSideOf(PictureFormat format) => format switch
    {
        PictureFormat.WebP => 16_383,
        PictureFormat.Jpeg => 65_500,
        _ => PictureLimits.MaxSide,
    };

    /// <summary>The format that an extension stands for.</summary>
    /// <exception cref="PictureFormatException">The extension is unknown.</exception>
    public static PictureFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".png" => PictureFormat.Png,
        ".jpg" or ".jpeg" or ".jpe" or ".jfif" => PictureFormat.Jpeg,
        ".webp" => PictureFormat.WebP,
        ".tif" or ".tiff" => PictureFormat.Tiff,
        ".bmp" => PictureFormat.Bmp,
        var other => throw new PictureFormatException(
            $"No picture format has the extension \"{other}\" ({path}). Known are {string.Join(", ", Extensions)}."),
    };

    /// <summary>The format that a file's first bytes show; null when it is none of ours.</summary>
    public static PictureFormat? DetectFormat(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]))
            return PictureFormat.Png;
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return PictureFormat.Jpeg;
        if (start.Length >= 12 && start.StartsWith("RIFF"u8) && start[8..12].SequenceEqual("WEBP"u8))
            return PictureFormat.WebP;
        if (start.StartsWith("II*\0"u8) || start.StartsWith("MM\0*"u8) || start.StartsWith("II+\0"u8) || start.StartsWith("MM\0+"u8))
            return PictureFormat.Tiff;
        if (start.StartsWith("GIF87a"u8) || start.StartsWith("GIF89a"u8))
            return PictureFormat.Gif;
        if (start.Length >= 12 && start[4..].StartsWith("ftyp"u8) && _heifBrands.Contains(Encoding.Latin1.GetString(start[8..12])))
            return PictureFormat.Heif;
        if (start.Length >= 3 && start[0] == 'P' && start[1] is >= (byte)'1' and <= (byte)'6' && " \t\r\n#"u8.Contains(start[2]))
            return PictureFormat.Pbm;
        if (start.StartsWith("BM"u8))
            return PictureFormat.Bmp;
        return start.Length > 44 && start.EndsWith("TRUEVISION-XFILE.\0"u8) ? PictureFormat.Tga : null;
    }

    private static void Place(string temporary, string path, bool overwrite, Action<Stream> write)
    {
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, Path.GetFullPath(path), overwrite);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static string Unreadable(byte[] file)
    {
        var start = Encoding.Latin1.GetString(file, 0, Math.Min(64, file.Length));
        var name = _unreadable.FirstOrDefault(
            kind => start.Length > kind.Offset && start.AsSpan(kind.Offset).StartsWith(kind.Magic, StringComparison.Ordinal)).Name;
        return name is null
            ? "The file is not a picture in a known format (PNG, JPEG, WebP, TIFF, GIF, AVIF, BMP, TGA, PBM)."
            : $"This is {name}.";
    }
}
