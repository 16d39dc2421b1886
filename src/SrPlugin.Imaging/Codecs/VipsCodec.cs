using System.Runtime.ExceptionServices;
using NetVips;
using static NetVips.Enums;

namespace SrPlugin.Imaging.Codecs;

/// <summary>Reads and writes pictures by libvips.</summary>
internal static unsafe class VipsCodec
{
    private const int DefaultJpegQuality = 95;
    private const int FullColorQuality = 90;

    // Of six levels: higher ones take many times longer for a few per cent.
    private const int LosslessEffort = 2;
    private const double MillimetresPerInch = 25.4;
    private const int RowsAtOnce = 64;

    // Things that harm no pixel. Everything else that libjpeg and libpng warn of may mean lost ones.
    private static readonly string[] _harmless =
    [
        "extraneous bytes", "Unknown Adobe color transform", "Invalid SOS parameters", "Inconsistent progression sequence",
        "iCCP", "cHRM", "gAMA", "sRGB", "tRNS", "bKGD", "pHYs", "tEXt", "iTXt", "zTXt", "eXIf", "sBIT", "hIST", "tIME",
    ];

    /// <summary>Reads a picture as libvips presents it.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="format">What it is.</param>
    /// <param name="page">Its page or frame, from 0.</param>
    /// <param name="read">Takes what is wanted of the image, which lives as long as the call.</param>
    /// <exception cref="PictureFormatException">The file is damaged, cut off, or uses what libvips cannot read.</exception>
    public static T Read<T>(byte[] file, PictureFormat format, int page, Func<Image, T> read)
    {
        VipsLibrary.Demand();
        try
        {
            try
            {
                return Attempt(FailOn.Warning);
            }
            catch (VipsException warning) when (_harmless.Any(warning.Message.Contains))
            {
                return Attempt(FailOn.Error);
            }
        }
        catch (Exception fault) when (fault is VipsException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new PictureFormatException(
                $"The {format} file is damaged, cut off or cannot be handled ({Reason(fault)}).", format, fault);
        }

        T Attempt(FailOn failOn)
        {
            const Access access = Access.Sequential;
            using var image = format switch
            {
                PictureFormat.Png => Image.PngloadBuffer(file, access: access, failOn: failOn),
                PictureFormat.Jpeg =>
                    Image.JpegloadBuffer(file, access: access, failOn: failOn == FailOn.Error ? FailOn.Truncated : failOn),
                PictureFormat.WebP => Image.WebploadBuffer(file, page: page, access: access, failOn: failOn),
                PictureFormat.Tiff => Image.TiffloadBuffer(file, page: page, access: access, failOn: failOn),
                PictureFormat.Gif => Image.GifloadBuffer(file, page: page, access: access, failOn: failOn),
                PictureFormat.Heif => Image.HeifloadBuffer(file, access: access, failOn: failOn),
                _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a format of libvips."),
            };
            return read(image);
        }
    }

    public static PictureShape? TryReadShape(string path)
    {
        VipsLibrary.Demand();
        try
        {
            using var image = Image.NewFromFile(path, access: Access.Sequential);
            var isTurned = image.Contains("orientation") && (int)image.Get("orientation") >= 5;
            var format = image.Format switch
            {
                BandFormat.Uchar => SampleFormat.UInt8,
                BandFormat.Ushort => SampleFormat.UInt16,
                _ => SampleFormat.Float32,
            };
            var channels = image.Interpretation == Interpretation.Cmyk ? 3 : Math.Min(image.Bands, 4);
            var (width, height) = isTurned ? (image.Height, image.Width) : (image.Width, image.Height);
            return new PictureShape(width, height, channels, format, image.Contains("icc-profile-data"));
        }
        catch (VipsException)
        {
            return null;
        }
    }

    /// <summary>The samples of an image of 1 to 4 bands of 8, 16 or 32 bits.</summary>
    public static PixelBuffer Samples(Image image)
    {
        var pixels = new PixelBuffer(image.Width, image.Height, image.Bands, FormatOf(image));

        // Straight into the buffer: copies on the way would cost as much as decoding.
        fixed (byte* data = pixels.Array)
        {
            using var target = Image.NewFromMemory(
                (IntPtr)data, (ulong)pixels.Bytes.Length, pixels.Width, pixels.Height, pixels.Channels, image.Format);
            image.Write(target);
        }

        return pixels;
    }

    /// <summary>Copies the samples of an image of 1 to 4 bands of 8, 16 or 32 bits into a file, a few rows at a time.</summary>
    /// <param name="image">The image, read from top to bottom.</param>
    /// <param name="path">The file.</param>
    public static PixelFile Unpack(Image image, string path)
    {
        var pixels = PixelFile.Open(path, image.Width, image.Height, image.Bands, FormatOf(image));
        try
        {
            using var region = Region.New(image);
            for (var y = 0; y < pixels.Height; y += RowsAtOnce)
            {
                var count = Math.Min(RowsAtOnce, pixels.Height - y);
                pixels.Write(
                    y, new PixelBuffer(pixels.Width, count, pixels.Channels, pixels.Format, region.Fetch(0, y, pixels.Width, count)));
            }

            return pixels;
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    /// <summary>The format of an image's samples.</summary>
    /// <exception cref="ArgumentException">It is none of a picture's, or there are too many channels.</exception>
    public static SampleFormat FormatOf(Image image)
    {
        if (image.Bands > 4)
            throw new ArgumentException($"it has {image.Bands} channels");
        return image.Format switch
        {
            BandFormat.Uchar => SampleFormat.UInt8,
            BandFormat.Ushort => SampleFormat.UInt16,
            BandFormat.Float => SampleFormat.Float32,
            var other => throw new ArgumentException($"its samples are {other}"),
        };
    }

    /// <summary>What the file says beside its pixels, EXIF included.</summary>
    public static PictureMetadata Metadata(Image image)
    {
        var texts = PictureMetadata.Empty.Text.ToBuilder();
        foreach (var field in image.GetFields())
        {
            // png-comment-3-Title
            if (field.Split('-', 4) is ["png", "comment", _, var key])
                texts.TryAdd(key, (string)image.Get(field));
        }

        var hasDensity = image.Xres is > 0 and not 1 && image.Yres is > 0 and not 1;
        var metadata = new PictureMetadata
        {
            IccProfile = Blob(image, "icc-profile-data") is { } profile ? IccProfile.Mend(profile) : null,
            Xmp = Blob(image, "xmp-data"),
            Iptc = Blob(image, "iptc-data") is { } iptc ? IptcBlock.Extract(iptc) : null,
            Dpi = hasDensity ? (image.Xres * MillimetresPerInch, image.Yres * MillimetresPerInch) : null,
            Text = texts.ToImmutable(),
        };
        metadata = Blob(image, "exif-data") is { } exif ? ExifMetadata.Read(metadata, exif) : metadata;
        return XmpPacket.ReadTexts(metadata);
    }

    /// <summary>An image of a picture's samples. It reads them where they are.</summary>
    public static Image ToImage(IPixelRows pixels)
    {
        VipsLibrary.Demand();
        var format = pixels.Format switch
        {
            SampleFormat.UInt8 => BandFormat.Uchar,
            SampleFormat.UInt16 => BandFormat.Ushort,
            _ => BandFormat.Float,
        };
        using var image = pixels switch
        {
            PixelBuffer buffer => Image.NewFromMemory(buffer.Array, buffer.Width, buffer.Height, buffer.Channels, format),
            PixelFile file => Image.Rawload(file.Path, file.Width, file.Height, file.Channels, format: format, access: Access.Sequential),
            _ => throw new ArgumentException($"{pixels.GetType().Name} is neither in memory nor in a file.", nameof(pixels)),
        };
        return image.Copy(interpretation: (pixels.Channels <= 2 ? 1 : 3, pixels.Format) switch
        {
            (1, SampleFormat.UInt16) => Interpretation.Grey16,
            (1, _) => Interpretation.Bw,
            (_, SampleFormat.UInt16) => Interpretation.Rgb16,
            _ => Interpretation.Srgb,
        });
    }

    /// <summary>Writes PNG, JPEG or WebP without EXIF, which <see cref="FileParts"/> puts in.</summary>
    /// <exception cref="IOException"><paramref name="stream"/> cannot be written to.</exception>
    public static void Write(PictureContent picture, PictureFormat format, PictureSaveOptions options, Stream stream)
    {
        var (pixels, metadata) = (picture.Pixels, picture.Metadata);
        IOException? failure = null;
        try
        {
            // libvips would tell of a full disk in words only.
            using var target = new TargetCustom();
            target.OnWrite += (buffer, count) =>
            {
                try
                {
                    stream.Write(buffer, 0, count);
                    return count;
                }
                catch (IOException fault)
                {
                    failure = fault;
                    return -1;
                }
            };
            using var plain = ToImage(pixels);
            using var image = plain.Mutate(fields =>
            {
                if (metadata.IccProfile is { } profile)
                    fields.Set(GValue.BlobType, "icc-profile-data", profile);
                if (metadata.Xmp is { } xmp)
                    fields.Set(GValue.BlobType, "xmp-data", xmp);
                if (metadata.Iptc is { } iptc && format == PictureFormat.Jpeg)
                    fields.Set(GValue.BlobType, "iptc-data", IptcBlock.ForJpeg(iptc));

                var index = 0;
                foreach (var (key, text) in format == PictureFormat.Png ? metadata.Text : PictureMetadata.Empty.Text)
                    fields.Set(GValue.GStrType, $"png-comment-{index++}-{key}", text.Replace("\0", null));
            });
            using var sized = metadata.Dpi is var (dpiX, dpiY)
                ? image.Copy(xres: dpiX / MillimetresPerInch, yres: dpiY / MillimetresPerInch)
                : image.Copy();
            const ForeignKeep keep = ForeignKeep.Icc | ForeignKeep.Xmp | ForeignKeep.Iptc | ForeignKeep.Other;
            if (format == PictureFormat.Png)
            {
                sized.PngsaveTarget(target, keep: keep);
            }
            else if (format == PictureFormat.Jpeg)
            {
                var quality = options.Quality ?? DefaultJpegQuality;
                var isReduced = quality < FullColorQuality;
                sized.JpegsaveTarget(
                    target, keep: keep, q: quality, optimizeCoding: true,
                    subsampleMode: isReduced ? ForeignSubsample.On : ForeignSubsample.Off);
            }
            else if (options.Quality is { } quality)
            {
                sized.WebpsaveTarget(target, q: quality, exact: true, keep: keep);
            }
            else
            {
                sized.WebpsaveTarget(target, lossless: true, exact: true, effort: LosslessEffort, keep: keep);
            }
        }
        catch (VipsException fault)
        {
            if (failure is not null)
                ExceptionDispatchInfo.Throw(failure);
            throw new PictureFormatException(
                $"A picture of {pixels.Width}×{pixels.Height} cannot be written as {format} ({Reason(fault)}).", format, fault);
        }
    }

    private static byte[]? Blob(Image image, string name) => image.Contains(name) ? (byte[])image.Get(name) : null;

    private static string Reason(Exception fault) =>
        string.Join(
            "; ",
            fault.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Skip(fault is VipsException ? 1 : 0).Distinct());
}
