using SrPlugin.Imaging.Codecs;

namespace SrPlugin.Imaging;

/// <summary>Reads and writes picture files. The content decides how a file is read, the extension how it is written.</summary>
public static class PictureFile
{
    /// <summary>Extensions that <see cref="Save"/> knows, with their dot, in lower case.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp"];

    /// <summary>Reads a picture; its pixels are as stored, see <see cref="Picture.ApplyOrientation"/>.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="PictureFormatException">It is no picture, damaged, or beyond <see cref="PictureLimits"/>; the message names the file.</exception>
    public static Picture Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var length = new FileInfo(path).Length;
        if (length > PictureLimits.MaxFileBytes)
            throw new PictureFormatException($"{path} is larger ({length} bytes) than a picture file may be ({PictureLimits.MaxFileBytes} bytes).");
        var file = File.ReadAllBytes(path);
        try
        {
            return Decode(file);
        }
        catch (PictureFormatException fault)
        {
            throw new PictureFormatException($"{path}: {fault.Message}", fault.Format, fault);
        }
    }

    /// <summary>Reads a picture from the bytes of its file.</summary>
    /// <exception cref="PictureFormatException">They are no picture, damaged, or beyond <see cref="PictureLimits"/>.</exception>
    public static Picture Decode(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var format = DetectFormat(file) ?? throw new PictureFormatException(
            file.Length == 0 ? "The file is empty." : "This is no picture in a known format (PNG, JPEG, WebP, TIFF, BMP).");
        return CodecTable.For(format).Decode(file);
    }

    /// <summary>
    /// Writes a picture in the format of the path's extension: first to a temporary file beside it, flushed to the disk, which
    /// then takes the path's place. On any failure the path is left as it was.
    /// </summary>
    /// <param name="picture">What to write.</param>
    /// <param name="path">Where to.</param>
    /// <param name="options">How to write it; null for the defaults.</param>
    /// <param name="overwrite">Whether a file of this name may be replaced. If not, one that appears at the last moment is safe too.</param>
    /// <remarks>
    /// What a format cannot hold is converted: more than its bits are rounded, alpha is flattened onto white for JPEG. An ICC
    /// profile of another colour model than the pixels' is left out.
    /// </remarks>
    /// <exception cref="IOException">The file cannot be written, or exists and may not be replaced.</exception>
    /// <exception cref="PictureFormatException">The extension is unknown, or the format cannot hold so large a picture.</exception>
    public static void Save(Picture picture, string path, PictureSaveOptions? options = null, bool overwrite = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = Encode(picture, FormatOf(path), options);
        var target = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(file);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>The bytes of a picture's file.</summary>
    /// <exception cref="PictureFormatException">The format cannot hold so large a picture.</exception>
    public static byte[] Encode(Picture picture, PictureFormat format, PictureSaveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        options ??= new PictureSaveOptions();
        options.Validate();
        return CodecTable.For(format).Encode(FormatPreparation.Prepare(picture, format), options);
    }

    /// <summary>The format that an extension stands for.</summary>
    /// <exception cref="PictureFormatException">The extension is unknown.</exception>
    public static PictureFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".png" => PictureFormat.Png,
        ".jpg" or ".jpeg" => PictureFormat.Jpeg,
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
        return start.StartsWith("BM"u8) ? PictureFormat.Bmp : null;
    }
}
