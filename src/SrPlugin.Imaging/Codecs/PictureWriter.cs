namespace SrPlugin.Imaging.Codecs;

/// <summary>Brings pictures into what their format can hold, and writes them.</summary>
internal static class PictureWriter
{
    /// <summary>Writes a file.</summary>
    /// <param name="pages">What <see cref="Prepare"/> made; several for TIFF only.</param>
    /// <param name="format">What to write.</param>
    /// <param name="options">How.</param>
    /// <param name="target">Where it is written, empty.</param>
    /// <param name="scratch">Makes an empty stream for what is put together on the way; disposed of here.</param>
    /// <param name="losses">Receives a sentence for everything that the format cannot hold.</param>
    public static void Write(
        IReadOnlyList<PictureContent> pages, PictureFormat format, PictureSaveOptions options, Stream target, Func<Stream> scratch,
        ICollection<string> losses)
    {
        foreach (var page in pages)
            Demand(format, page.Pixels.Width, page.Pixels.Height);
        if (format == PictureFormat.Tiff)
        {
            TiffEncoder.Encode([.. pages.Select(page => WithTexts(page, format, losses))], target, losses);
            return;
        }

        if (pages.Count != 1)
            throw new PictureFormatException($"{format} holds one page, not {pages.Count}. TIFF can take them.", format);
        var picture = WithTexts(pages[0], format, losses);
        if (format == PictureFormat.Bmp)
        {
            target.Write(ImageSharpCodec.WriteBmp(picture.ToPicture()));
            return;
        }

        var exif = ExifMetadata.BytesForSaving(picture, format == PictureFormat.Jpeg ? FileParts.MaxJpegExif : int.MaxValue, losses);
        using var plain = scratch();
        VipsCodec.Write(picture, format, options, plain);
        plain.Position = 0;
        FileParts.Complete(plain, target, picture, format, exif);
    }

    /// <summary>Refuses a size that the format cannot hold.</summary>
    /// <exception cref="PictureFormatException">A side is too long.</exception>
    public static void Demand(PictureFormat format, long width, long height)
    {
        var most = PictureFile.MaxSideOf(format);
        if (width > most || height > most)
        {
            throw new PictureFormatException(
                $"{width}×{height} pixels are too large for {format}, which holds {most} a side. PNG or TIFF can take "
                    + $"{PictureLimits.MaxSide}.", format);
        }
    }

    /// <summary>Brings a picture, or a part of one, into the samples and colours that a format holds.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="format">What is to be written.</param>
    /// <param name="losses">Receives a sentence for everything that is lost.</param>
    public static Picture Prepare(Picture picture, PictureFormat format, ICollection<string> losses)
    {
        var pixels = picture.Pixels;
        var sampleFormat = (format, pixels.Format) switch
        {
            (PictureFormat.Tiff, var any) => any,
            (PictureFormat.Png, SampleFormat.UInt8) => SampleFormat.UInt8,
            (PictureFormat.Png, _) => SampleFormat.UInt16,
            _ => SampleFormat.UInt8,
        };
        var channels = format switch
        {
            PictureFormat.Jpeg => pixels.ColorChannels,
            PictureFormat.WebP => pixels.HasAlpha ? 4 : 3,
            PictureFormat.Bmp => pixels.HasAlpha ? 4 : pixels.Channels,
            _ => pixels.Channels,
        };

        // A profile that cannot be written is applied: without it the pixels mean other colours.
        var profile = picture.Metadata.IccProfile;
        var colors = channels <= 2 ? 1 : 3;
        var isKept = format != PictureFormat.Bmp && colors == pixels.ColorChannels && profile is { Length: >= 132 }
            && IccProfile.Fits(profile, colors);
        var losesFloats = pixels.Format == SampleFormat.Float32 && sampleFormat != SampleFormat.Float32;
        var isScaled = losesFloats && picture.Metadata.WhiteLevel != 1;
        if ((profile is not null && !isKept) || isScaled)
        {
            var source = isKept ? picture with { Metadata = picture.Metadata with { IccProfile = null } } : picture;
            pixels = WorkingColors.Of(source).Pixels;
        }

        if (losesFloats && HasHighlights(pixels))
            losses.Add($"Light brighter than white (HDR) does not fit into {format} and was cut. A .tif file keeps it.");
        if (pixels.HasAlpha && format == PictureFormat.Jpeg && !AlphaChannel.IsOpaque(PlanarImage.FromPixels(pixels)))
            losses.Add("JPEG holds no transparency: the picture was laid over white. PNG, WebP and TIFF keep it.");
        if (sampleFormat != pixels.Format || channels != pixels.Channels)
        {
            var image = PlanarImage.FromPixels(pixels);
            if (format == PictureFormat.Jpeg)
                image = AlphaChannel.Flatten(image, 1f);
            pixels = image.WithChannels(channels).ToPixels(sampleFormat);
        }

        return picture with { Pixels = pixels, Metadata = picture.Metadata with { IccProfile = isKept ? profile : null } };
    }

    /// <summary>
    /// Puts texts without a place of their own into XMP, and image generators' settings where their readers look for them.
    /// </summary>
    private static PictureContent WithTexts(PictureContent picture, PictureFormat format, ICollection<string> losses)
    {
        var metadata = picture.Metadata;
        if (format == PictureFormat.Bmp)
        {
            if (metadata.Exif is not null || metadata.Xmp is not null || metadata.Iptc is not null || metadata.Text.Count > 0)
                losses.Add("BMP holds no metadata: EXIF, XMP, IPTC and texts were left out.");
            return picture;
        }

        var text = metadata.Text;
        List<KeyValuePair<string, string>> others = [];
        if (format != PictureFormat.Png)
        {
            others = [.. text.Where(pair => pair.Key is not ("Comment" or "Description" or "Software" or "Author" or "Copyright"))];
            var comment = text.GetValueOrDefault(PictureMetadata.CommentKey);
            if (text.TryGetValue("parameters", out var parameters) && comment?.Contains(parameters, StringComparison.Ordinal) != true)
                text = text.SetItem(PictureMetadata.CommentKey, comment is null ? parameters : $"{parameters}\n{comment}");
        }

        var xmp = XmpPacket.ForSaving(picture, others);
        if (format == PictureFormat.Jpeg && xmp?.Length > FileParts.MaxJpegXmp)
        {
            var names = others.Count > 0 ? $" with the texts {string.Join(", ", others.Select(pair => pair.Key))}" : "";
            losses.Add($"XMP of {xmp.Length} bytes does not fit into JPEG, which holds {FileParts.MaxJpegXmp}, and was left out{names}.");
            xmp = null;
        }

        if (metadata.Iptc is not null && format is PictureFormat.Png or PictureFormat.WebP)
            losses.Add($"{format} holds no IPTC, which was left out.");
        return picture with { Metadata = metadata with { Text = text, Xmp = xmp } };
    }

    private static bool HasHighlights(PixelBuffer pixels)
    {
        for (var i = 0; i < pixels.Samples<float>().Length; i++)
        {
            if (pixels.Samples<float>()[i] > 1.002f)
                return true;
        }

        return false;
    }
}
