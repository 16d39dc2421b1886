using System.Text;
using NetVips;
using static NetVips.Enums;

namespace SrPlugin.Imaging.Codecs;

/// <summary>Reads picture files: what they hold is looked at before libvips reads the pixels.</summary>
internal static class PictureReader
{
    // Compressors reach these ratios of packed samples to file bytes, and no more. One colour costs WebP and AVIF no bits at all.
    private const int DeflateRatio = 1100;
    private const int LzwRatio = 1500;
    private const int JpegRatio = 3000;

    // So that a tiny picture that claims a little too much still reaches the decoder's own, more telling error.
    private const long AlwaysPlausible = 1 << 20;

    /// <summary>Reads a picture.</summary>
    /// <param name="file">The bytes of its file.</param>
    /// <param name="format">What it is.</param>
    /// <param name="page">Which of several pages or frames, from 1; null for the only one.</param>
    /// <param name="samples">Takes the samples of an image; not called for the few kinds of files whose samples are computed in
    /// memory.</param>
    public static PictureContent Read(byte[] file, PictureFormat format, int? page, Func<Image, IPixelRows> samples) => format switch
    {
        PictureFormat.Png => Png(file, page, samples),
        PictureFormat.Jpeg => Jpeg(file, samples),
        PictureFormat.Tiff => TiffReader.Read(file, page, samples),
        PictureFormat.WebP or PictureFormat.Gif or PictureFormat.Heif => Frames(file, format, page, samples),
        _ => PictureContent.Of(ImageSharpCodec.Read(file, format)),
    };

    /// <summary>Refuses what a header claims before anything is allocated for it.</summary>
    /// <param name="format">For the message.</param>
    /// <param name="width">Claimed pixels.</param>
    /// <param name="height">Claimed pixels.</param>
    /// <param name="bytesPerPixel">Channels × bytes per sample of the decoded picture.</param>
    /// <param name="packedBits">Bits of a pixel before compression.</param>
    /// <param name="fileLength">Bytes of the whole file.</param>
    /// <param name="ratio">The most packed bytes that one byte of such a file can stand for.</param>
    /// <exception cref="PictureFormatException">The picture cannot be held, or the file is too short to be whole.</exception>
    public static void Demand(PictureFormat format, long width, long height, int bytesPerPixel, int packedBits, long fileLength, long ratio)
    {
        if (width < 1 || height < 1)
            throw new PictureFormatException($"The {format} file claims {width}×{height} pixels.", format);
        if (!PictureLimits.Allows(width, height, bytesPerPixel))
        {
            throw new PictureFormatException(
                $"The {format} file claims {width}×{height} pixels of {bytesPerPixel} bytes; at most {PictureLimits.MaxSide} a side "
                + $"and {PictureLimits.MaxBytes} bytes in all can be read.",
                format);
        }

        var packed = width * height * packedBits / 8;
        if (packed > AlwaysPlausible && packed / ratio > fileLength)
        {
            throw new PictureFormatException(
                $"The {format} file claims {width}×{height} pixels but has only {fileLength} bytes: it is cut off or damaged.", format);
        }
    }

    /// <summary>Checks which of several pages or frames is wanted.</summary>
    /// <returns>Its number from 0.</returns>
    public static int Choose(PictureFormat format, int count, int? page, string what, string remedy)
    {
        if (page is null && count > 1)
            throw new PictureFormatException($"The {format} file is {what}. {remedy}", format);
        if (page is < 1 || page > count)
            throw new PictureFormatException($"The {format} file has no page {page}: it has {(count == 1 ? "one" : $"{count}")}.", format);
        return (page ?? 1) - 1;
    }

    /// <summary>Reads pixels and metadata of an image with 1 to 4 bands; inks become sRGB.</summary>
    public static PictureContent Take(Image image, int fileLength, PictureFormat format, Func<Image, IPixelRows> samples)
    {
        var sampleBytes = image.Format switch { BandFormat.Uchar => 1, BandFormat.Ushort => 2, _ => 4 };
        Demand(format, image.Width, image.Height, image.Bands * sampleBytes, 8, fileLength, long.MaxValue);
        var metadata = VipsCodec.Metadata(image);
        if (image.Interpretation != Interpretation.Cmyk)
            return new PictureContent(samples(image), metadata);
        var warning = "The inks (CMYK) were converted to sRGB.";
        metadata = metadata with { IccProfile = null };
        if (image.Contains("icc-profile-data") && IccProfile.Fits((byte[])image.Get("icc-profile-data"), 4))
        {
            using var colors = image.IccTransform("srgb", intent: Intent.Relative, embedded: true, depth: 8 * sampleBytes);
            return new PictureContent(samples(colors), metadata) { Warnings = [warning] };
        }

        using var inks = image.Format == BandFormat.Uchar ? image.Copy() : image.Cast(BandFormat.Uchar, shift: true);
        using var four = inks.Bands > 4 ? inks.ExtractBand(0, n: 4) : inks.Copy();
        return new PictureContent(InksToRgb(VipsCodec.Samples(four)), metadata) { Warnings = [warning] };
    }

    private static PictureContent Png(byte[] file, int? page, Func<Image, IPixelRows> samples)
    {
        if (file.Length < 33)
            throw new PictureFormatException("The PNG file is cut off before its picture begins.", PictureFormat.Png);
        var (depth, colorType) = (file[24], file[25]);
        var stored = colorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        var channels = colorType switch { 0 or 4 => 2, _ => 4 };
        Demand(
            PictureFormat.Png, Big(file, 16), Big(file, 20), channels * (depth == 16 ? 2 : 1), stored * depth, file.Length, DeflateRatio);
        var frames = FileParts.OfPng(file).Where(chunk => chunk is { Name: "acTL", Length: 8 })
            .Select(chunk => (int)Big(file, chunk.Start)).FirstOrDefault(1);

        // libvips reads the first frame only.
        var first = page > 1 ? int.MaxValue : page;
        Choose(PictureFormat.Png, Math.Max(1, frames), first, $"animated: it has {frames} frames", "--page 1 takes the first one.");
        var picture = VipsCodec.Read(file, PictureFormat.Png, 0, image => Take(image, file.Length, PictureFormat.Png, samples));
        var profile = IccProfile.OfPng(file, picture.ColorChannels == 1);
        var metadata = picture.Metadata with { IccProfile = profile ?? picture.Metadata.IccProfile };
        return picture with { Metadata = metadata, IsPartial = frames > 1 };
    }

    private static PictureContent Jpeg(byte[] file, Func<Image, IPixelRows> samples)
    {
        var (pictures, comment) = (1L, default(string));
        foreach (var (marker, start, length) in FileParts.OfJpeg(file))
        {
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) && length >= 6)
            {
                int height = (file[start + 1] << 8) | file[start + 2], width = (file[start + 3] << 8) | file[start + 4];
                int components = file[start + 5];
                Demand(PictureFormat.Jpeg, width, height, components, 8 * components, file.Length, JpegRatio);
            }

            // Multi-Picture Format (CIPA DC-007), whose index is a TIFF structure.
            if (marker == 0xE2 && file.AsSpan(start, length).StartsWith("MPF\0"u8))
                pictures = TiffStructure.Parse(file.AsSpan(start + 4, length - 4))?.Pages[0].Integer(0xB001, 1) ?? 1;
            if (marker == 0xFE)
                comment = Encoding.UTF8.GetString(file, start, length).Trim('\0', ' ');
        }

        PictureContent picture;
        try
        {
            picture = VipsCodec.Read(file, PictureFormat.Jpeg, 0, image => Take(image, file.Length, PictureFormat.Jpeg, samples));
        }
        catch (PictureFormatException fault) when (fault.Message.Contains("premature end of JPEG", StringComparison.Ordinal)
            && !EndsWell(file))
        {
            // Where nothing but the end marker is missing, every pixel is there.
            picture = VipsCodec.Read(
                [.. file, 0xFF, 0xD9], PictureFormat.Jpeg, 0, image => Take(image, file.Length, PictureFormat.Jpeg, samples));
            picture = picture with { Warnings = [.. picture.Warnings, "The JPEG file lacks its end marker; all its pixels are there."] };
        }

        var texts = picture.Metadata.Text;
        if (comment is { Length: > 0 })
        {
            var key = texts.ContainsKey(PictureMetadata.CommentKey) ? "JPEG comment" : PictureMetadata.CommentKey;
            picture = picture with { Metadata = picture.Metadata with { Text = texts.SetItem(key, comment) } };
        }

        return pictures <= 1 ? picture : picture with
        {
            IsPartial = true,
            Warnings = [.. picture.Warnings, $"The JPEG file holds {pictures} pictures (MPO); the result has the first one only."],
        };
    }

    private static bool EndsWell(byte[] file) => file is [.., 0xFF, 0xD9];

    private static PictureContent Frames(byte[] file, PictureFormat format, int? page, Func<Image, IPixelRows> samples)
    {
        // HEIF may hold several pictures, of which one is the main one.
        var count = VipsCodec.Read(file, format, 0, image =>
        {
            Demand(format, image.Width, image.Height, image.Bands, 8 * image.Bands, file.Length, long.MaxValue);
            return image.Contains("n-pages") ? (int)image.Get("n-pages") : 1;
        });
        var isHeif = format == PictureFormat.Heif;
        const string remedy = "--page N takes one of them; the result is a still picture.";
        var chosen = isHeif ? 0 : Choose(format, count, page, $"animated: it has {count} frames", remedy);
        var picture =
            VipsCodec.Read(file, format, chosen, image => Take(image, file.Length, format, samples)) with { IsPartial = count > 1 };
        return isHeif && count > 1
            ? picture with { Warnings = [$"The file holds {count} pictures; the result has the main one only."] }
            : picture;
    }

    private static long Big(byte[] file, int at) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));

    /// <summary>Without a profile nothing better is known than that every ink takes away its complement.</summary>
    private static PixelBuffer InksToRgb(PixelBuffer inks)
    {
        var result = new PixelBuffer(inks.Width, inks.Height, 3, SampleFormat.UInt8);
        Parallel.For(0, inks.Height, y =>
        {
            var from = inks.RowBytes(y);
            var to = result.RowBytes(y);
            for (int i = 0, j = 0; i < to.Length; i += 3, j += 4)
            {
                for (var c = 0; c < 3; c++)
                    to[i + c] = (byte)((((255 - from[j + c]) * (255 - from[j + 3])) + 127) / 255);
            }
        });
        return result;
    }
}
