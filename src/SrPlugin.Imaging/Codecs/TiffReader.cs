using System.Globalization;
using NetVips;

namespace SrPlugin.Imaging.Codecs;

/// <summary>Reads TIFF files: their directories say what libvips does not, or would read wrong.</summary>
internal static class TiffReader
{
    private const int ColorFilterArray = 32803;
    private const int LinearRaw = 34892;
    private const int CieLab = 8;
    private const int IccLab = 9;
    private const ushort DngVersion = 50706;
    private const ushort Layers = 37724;
    private const int RowsAtOnce = 64;

    public static PictureContent Read(byte[] file, int? page, Func<Image, IPixelRows> sink)
    {
        if (TiffStructure.Parse(file) is not { } structure)
            throw new PictureFormatException("The TIFF file is damaged or cut off: it has no directory.", PictureFormat.Tiff);
        RefuseRaw(structure);

        // Smaller versions and masks of a page are no pages of their own.
        List<int> pages = [.. Enumerable.Range(0, structure.Pages.Count).Where(i => (Kind(structure.Pages[i]) & 5) == 0)];
        if (pages.Count == 0)
            pages = [0];
        var chosen = PictureReader.Choose(
            PictureFormat.Tiff, pages.Count, page, $"one of {pages.Count} pages",
            "--page N takes one of them, --all-pages works on all and writes them all.");
        var directory = structure.Pages[pages[chosen]];
        var (bits, samples) = ((int)directory.Integer(258, 1), (int)directory.Integer(277, 1));
        var (format, photometric) = (directory.Integer(339, 1), directory.Integer(TiffDirectory.Photometric, 1));
        Refuse(bits, format, photometric);
        var (width, height) = (directory.Integer(256, 0), directory.Integer(257, 0));
        PictureReader.Demand(
            PictureFormat.Tiff, width, height, Math.Min(samples, 4) * Math.Max(1, bits / 8), bits * samples, file.Length,
            Ratio(directory.Integer(259, 1), width));

        var isLab = photometric is CieLab or IccLab && samples >= 3 && bits is 8 or 16;
        var picture = VipsCodec.Read(
            isLab ? AsRgb(file, directory) : file, PictureFormat.Tiff, pages[chosen],
            image => Take(image, directory, file.Length, isLab ? photometric : 0, isLab ? VipsCodec.Samples : sink));
        List<string> warnings = [.. picture.Warnings];
        if (directory.ContainsKey(Layers))
            warnings.Add("The TIFF file holds layers; the result has the flattened picture only.");
        directory.Photo[TiffDirectory.PixelXDimension] = ExifEntry.OfLongs((uint)width);
        directory.Photo[TiffDirectory.PixelYDimension] = ExifEntry.OfLongs((uint)height);
        var metadata = ExifMetadata.Read(picture.Metadata, structure, directory);
        return picture with
        {
            Metadata = metadata with { WhiteLevel = picture.Pixels.Format == SampleFormat.Float32 ? WhiteLevel(picture.Pixels) : 1 },
            PageCount = pages.Count,
            IsPartial = pages.Count > 1,
            Warnings = [.. warnings],
        };
    }

    private static void RefuseRaw(TiffStructure structure)
    {
        var first = structure.Pages[0];
        var all = structure.Pages.Concat(structure.Pages.SelectMany(page => page.Sub));
        var isThumbnail = (Kind(first) & 1) != 0
            && structure.Pages.SelectMany(page => page.Sub)
                .Any(image => (Kind(image) & 1) == 0 && image.Integer(256, 0) > first.Integer(256, 0));
        if (first.ContainsKey(DngVersion) || isThumbnail
            || all.Any(image => image.Integer(TiffDirectory.Photometric, 0) is ColorFilterArray or LinearRaw))
        {
            throw new PictureFormatException(
                "This is a camera's RAW file (DNG or its like): the picture in it is only a thumbnail. "
                + "Develop it with a RAW converter and save it as TIFF.",
                PictureFormat.Tiff);
        }
    }

    private static long Kind(TiffDirectory page) => page.Integer(TiffDirectory.NewSubfileType, 0);

    private static void Refuse(int bits, long format, long photometric)
    {
        var kind = (format, bits) switch
        {
            (3, 32) when photometric is CieLab or IccLab => "CIELAB float",
            (2, _) => $"signed {bits}-bit",
            (3, not 32) => $"{bits}-bit float",
            (5 or 6, _) => "complex",
            (_, 32) when format != 3 => "32-bit integer",
            _ => null,
        };
        if (kind is not null)
        {
            throw new PictureFormatException(
                $"The TIFF file has {kind} samples, of which it does not say what is black and what is white. "
                + "Convert it to 8 or 16 bits (unsigned) or to 32-bit floats first.",
                PictureFormat.Tiff);
        }
    }

    private static long Ratio(long compression, long width) => compression switch
    {
        1 => 2,
        2 or 3 or 4 => Math.Max(1500, width),
        7 or 6 => 3000,
        8 or 32946 => 1100,
        5 => 1500,
        32773 => 128,
        _ => 20_000,
    };

    private static PictureContent Take(Image image, TiffDirectory directory, int fileLength, long lab, Func<Image, IPixelRows> samples)
    {
        // Channels beyond colours and alpha have no meaning in a picture.
        var colors = image.Interpretation switch
        {
            Enums.Interpretation.Bw or Enums.Interpretation.Grey16 => 1,
            Enums.Interpretation.Cmyk => 4,
            _ => image.Bands >= 3 ? 3 : 1,
        };
        var extra = directory.GetValueOrDefault(338)?.IntegerAt(0) ?? 0;
        var bands = Math.Min(image.Bands, colors + (colors < 4 && extra is 1 or 2 ? 1 : 0));
        using var wanted = bands < image.Bands ? image.ExtractBand(0, n: bands) : image.Copy();
        var picture = PictureReader.Take(wanted, fileLength, PictureFormat.Tiff, samples);
        if (lab != 0)
            return picture with
            {
                Pixels = LabToSrgb((PixelBuffer)picture.Pixels, lab == IccLab),
                Metadata = picture.Metadata with { IccProfile = null },
            };
        return picture;
    }

    /// <summary>The file with its Lab samples declared RGB, so that they arrive as they are stored.</summary>
    private static byte[] AsRgb(byte[] file, TiffDirectory directory)
    {
        byte[] copy = [.. file];
        copy[directory.PhotometricPlace] = copy[directory.PhotometricPlace + 1] = 0;
        copy[directory.PhotometricPlace + (copy[0] == 'M' ? 1 : 0)] = 2;
        return copy;
    }

    /// <summary>CIELAB relative to D50; a and b are signed in CIELab, and offset by half the range in ICCLab.</summary>
    private static PixelBuffer LabToSrgb(PixelBuffer pixels, bool isOffset)
    {
        var wide = pixels.Format == SampleFormat.UInt16;
        var lab = new PixelBuffer(pixels.Width, pixels.Height, 3, SampleFormat.Float32);
        var from = PlanarImage.FromPixels(pixels);
        var to = lab.Samples<float>();
        for (int i = 0, n = pixels.Width * pixels.Height; i < n; i++)
        {
            to[3 * i] = from.Data[i] * 100;
            for (var c = 1; c <= 2; c++)
            {
                var value = from.Data[(c * n) + i] * (wide ? 65535 / 256f : 255);
                to[(3 * i) + c] = isOffset ? value - 128 : value >= 128 ? value - 256 : value;
            }
        }

        using var image = VipsCodec.ToImage(lab).Copy(interpretation: Enums.Interpretation.Lab);
        using var srgb = image.IccExport(pcs: Enums.PCS.Lab, intent: Enums.Intent.Relative, outputProfile: "srgb", depth: wide ? 16 : 8);
        var result = VipsCodec.Samples(srgb);
        if (!pixels.HasAlpha)
            return result;
        var joined = PlanarImage.FromPixels(result).WithChannels(4);
        from.Plane(3).CopyTo(joined.Plane(3));
        return joined.ToPixels(pixels.Format);
    }

    /// <summary>
    /// Floats have no range of their own. Where more than half of the samples are brighter than white at 1, or all are whole
    /// numbers, the file counts in levels of 8 or 16 bits; else what is above 1 is light brighter than white.
    /// </summary>
    private static double WhiteLevel(IPixelRows picture)
    {
        long above = 0, count = 0;
        var (whole, largest, smallest) = (true, 0f, 0f);
        for (var top = 0; top < picture.Height; top += RowsAtOnce)
        {
            var pixels = picture.ReadRows(top, Math.Min(RowsAtOnce, picture.Height - top));
            var samples = pixels.Samples<float>();
            for (var i = 0; i < samples.Length; i++)
            {
                var value = samples[i];
                if ((pixels.HasAlpha && i % pixels.Channels == pixels.Channels - 1) || !float.IsFinite(value))
                    continue;
                count++;
                above += value > 1 ? 1 : 0;
                whole &= value == MathF.Floor(value);
                (largest, smallest) = (Math.Max(largest, value), Math.Min(smallest, value));
            }
        }

        if (largest <= 1 || !(whole || above > count / 2))
            return 1;
        return largest switch
        {
            <= 255 => 255,
            <= 65535 when smallest >= 0 => 65535,
            _ => throw new PictureFormatException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The TIFF file's floats reach from {smallest} to {largest}, which is no known range of brightness. Scale them to 0…1 "
                        + $"first."),
                PictureFormat.Tiff),
        };
    }
}
