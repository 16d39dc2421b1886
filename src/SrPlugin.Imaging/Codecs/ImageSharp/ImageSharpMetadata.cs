using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Metadata;

namespace SrPlugin.Imaging.Codecs.ImageSharp;

/// <summary>What a file says beside its pixels, by format.</summary>
internal static class ImageSharpMetadata
{
    public static PictureMetadata ReadPng(ImageMetadata source)
    {
        var texts = PictureMetadata.Empty.Text.ToBuilder();
        foreach (var text in source.GetPngMetadata().TextData)
            texts.TryAdd(text.Keyword, text.Value);
        var metadata = new PictureMetadata
        {
            IccProfile = source.IccProfile?.ToByteArray(),
            Dpi = Dpi(source),
            Text = texts.ToImmutable(),
        };
        return source.ExifProfile?.ToByteArray() is { } exif ? ExifMetadata.Read(metadata, exif) : metadata;
    }

    public static PictureMetadata ReadJpeg(JpegSegments segments)
    {
        var metadata = new PictureMetadata
        {
            IccProfile = segments.Components == 4 ? null : segments.IccProfile,
            Dpi = segments.Dpi,
        };
        return segments.Exif is null ? metadata : ExifMetadata.Read(metadata, segments.Exif);
    }

    public static PictureMetadata ReadWebP(byte[] file)
    {
        var (profile, exif) = WebPContainer.Read(file);
        var metadata = new PictureMetadata { IccProfile = profile };
        return exif is null ? metadata : ExifMetadata.Read(metadata, exif);
    }

    public static PictureMetadata ReadTiff(ImageMetadata source, byte[] file) =>
        ExifMetadata.Read(new PictureMetadata { IccProfile = source.IccProfile?.ToByteArray() }, file);

    private static (double X, double Y)? Dpi(ImageMetadata source)
    {
        var perInch = source.ResolutionUnits switch
        {
            PixelResolutionUnit.PixelsPerInch => 1.0,
            PixelResolutionUnit.PixelsPerCentimeter => 2.54,
            PixelResolutionUnit.PixelsPerMeter => 0.0254,
            _ => 0,
        };
        var (x, y) = (source.HorizontalResolution * perInch, source.VerticalResolution * perInch);
        return x > 0 && y > 0 ? (x, y) : null;
    }
}
