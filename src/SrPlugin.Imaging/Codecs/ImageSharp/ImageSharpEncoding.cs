using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Png.Chunks;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.Metadata.Profiles.Icc;
using SixLabors.ImageSharp.PixelFormats;

namespace SrPlugin.Imaging.Codecs.ImageSharp;

/// <summary>Writes PNG, JPEG and WebP.</summary>
internal static class ImageSharpEncoding
{
    private const int DefaultJpegQuality = 95;
    private const int FullColorQuality = 90;

    public static byte[] Encode(Picture picture, PictureFormat format, PictureSaveOptions options)
    {
        using var image = ToImage(picture.Pixels);
        var (metadata, pixels) = (picture.Metadata, picture.Pixels);
        switch (format)
        {
            case PictureFormat.Png:
                WritePngMetadata(image.Metadata, picture);
                return Save(image, PngEncoder(pixels));
            case PictureFormat.Jpeg:
                var quality = options.Quality ?? DefaultJpegQuality;
                var jpeg = Save(image, new JpegEncoder
                {
                    Quality = quality,
                    ColorType = pixels.Channels == 1 ? JpegColorType.Luminance
                        : quality >= FullColorQuality ? JpegColorType.YCbCrRatio444 : JpegColorType.YCbCrRatio420,
                });
                return JpegSegments.Insert(
                    jpeg, metadata.Dpi, ExifMetadata.BytesForSaving(picture, JpegSegments.MaxExif), metadata.IccProfile);
            default:
                var webp = Save(image, new WebpEncoder
                {
                    FileFormat = options.Quality is null ? WebpFileFormatType.Lossless : WebpFileFormatType.Lossy,
                    Quality = options.Quality ?? 75,
                    TransparentColorMode = WebpTransparentColorMode.Preserve,
                });
                return WebPContainer.Insert(
                    webp, pixels.Width, pixels.Height, pixels.HasAlpha, metadata.IccProfile,
                    ExifMetadata.BytesForSaving(picture, int.MaxValue));
        }
    }

    private static Image ToImage(PixelBuffer pixels) => (pixels.Format, pixels.Channels) switch
    {
        (SampleFormat.UInt8, 1) => Image.LoadPixelData<L8>(pixels.Bytes, pixels.Width, pixels.Height),
        (SampleFormat.UInt8, 2) => Image.LoadPixelData<La16>(pixels.Bytes, pixels.Width, pixels.Height),
        (SampleFormat.UInt8, 3) => Image.LoadPixelData<Rgb24>(pixels.Bytes, pixels.Width, pixels.Height),
        (SampleFormat.UInt8, _) => Image.LoadPixelData<Rgba32>(pixels.Bytes, pixels.Width, pixels.Height),
        (_, 1) => Image.LoadPixelData<L16>(pixels.Bytes, pixels.Width, pixels.Height),
        (_, 2) => Image.LoadPixelData<La32>(pixels.Bytes, pixels.Width, pixels.Height),
        (_, 3) => Image.LoadPixelData<Rgb48>(pixels.Bytes, pixels.Width, pixels.Height),
        _ => Image.LoadPixelData<Rgba64>(pixels.Bytes, pixels.Width, pixels.Height),
    };

    private static PngEncoder PngEncoder(PixelBuffer pixels) => new()
    {
        BitDepth = pixels.Format == SampleFormat.UInt16 ? PngBitDepth.Bit16 : PngBitDepth.Bit8,
        ColorType = pixels.Channels switch
        {
            1 => PngColorType.Grayscale,
            2 => PngColorType.GrayscaleWithAlpha,
            3 => PngColorType.Rgb,
            _ => PngColorType.RgbWithAlpha,
        },
        TransparentColorMode = PngTransparentColorMode.Preserve,
    };

    private static void WritePngMetadata(ImageMetadata target, Picture picture)
    {
        var metadata = picture.Metadata;
        if (metadata.IccProfile is { } profile)
            target.IccProfile = new IccProfile(profile);
        if (ExifMetadata.BytesForSaving(picture, int.MaxValue) is { } exif)
            target.ExifProfile = new ExifProfile(exif);
        if (metadata.Dpi is var (x, y))
        {
            target.ResolutionUnits = PixelResolutionUnit.PixelsPerInch;
            (target.HorizontalResolution, target.VerticalResolution) = (x, y);
        }

        foreach (var (key, value) in metadata.Text)
            target.GetPngMetadata().TextData.Add(new PngTextData(key, value, string.Empty, string.Empty));
    }

    private static byte[] Save(Image image, IImageEncoder encoder)
    {
        using var stream = new MemoryStream();
        image.Save(stream, encoder);
        return stream.ToArray();
    }
}
