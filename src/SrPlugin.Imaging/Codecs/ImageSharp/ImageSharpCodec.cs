using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Tiff.Constants;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;

namespace SrPlugin.Imaging.Codecs.ImageSharp;

/// <summary>
/// PNG, JPEG, WebP and TIFF by SixLabors.ImageSharp. Containers' metadata go through the same code as with the system's
/// libraries, and TIFF is written by <see cref="TiffWriter"/>, so that files come out alike. Float TIFF is read as 16 bits.
/// </summary>
internal sealed class ImageSharpCodec(PictureFormat format) : IPictureCodec
{
    private const int SixteenPerEight = 257;

    private static readonly Configuration FirstFrameOnly = CreateConfiguration();

    public Picture Decode(byte[] file)
    {
        try
        {
            // The container's own checks first: they know better what is wrong.
            var segments = format == PictureFormat.Jpeg ? JpegSegments.Read(file) : null;
            var info = Image.Identify(file) ?? throw new UnknownImageFormatException("no known picture format");
            DecodeLimits.Demand(format, info.Width, info.Height, 8, file.Length, long.MaxValue);
            using var image = Image.Load<Rgba64>(FirstFrameOnly, file);
            var pixels = Reduce(image);
            var metadata = format switch
            {
                PictureFormat.Png => ImageSharpMetadata.ReadPng(image.Metadata),
                PictureFormat.Jpeg => ImageSharpMetadata.ReadJpeg(segments!),
                PictureFormat.WebP => ImageSharpMetadata.ReadWebP(file),
                _ => ImageSharpMetadata.ReadTiff(image.Metadata, file),
            };
            return new Picture(pixels, metadata);
        }
        catch (Exception fault) when (fault is ImageFormatException or InvalidMemoryOperationException or NotSupportedException
            or IndexOutOfRangeException or ArgumentException or OverflowException or EndOfStreamException)
        {
            throw new PictureFormatException($"The {format} file is damaged or cannot be read ({fault.Message}).", format, fault);
        }
    }

    public byte[] Encode(Picture picture, PictureSaveOptions options)
    {
        if (format == PictureFormat.Tiff)
            return TiffWriter.Write(picture);
        try
        {
            return ImageSharpEncoding.Encode(picture, format, options);
        }
        catch (ImageFormatException fault)
        {
            throw new PictureFormatException(
                $"A picture of {picture.Pixels.Width}×{picture.Pixels.Height} cannot be written as {format} ({fault.Message}).", format, fault);
        }
    }

    private static Configuration CreateConfiguration()
    {
        var configuration = new Configuration(
            new PngConfigurationModule(), new JpegConfigurationModule(), new WebpConfigurationModule(), new TiffConfigurationModule());
        configuration.ImageFormatsManager.SetDecoder(TiffFormat.Instance, new TiffDecoder { DecodingMode = FrameDecodingMode.First });
        return configuration;
    }

    /// <summary>To the file's own channels and bits: alpha only where there is some, grey and 8 bits where the file has no more.</summary>
    private PixelBuffer Reduce(Image<Rgba64> image)
    {
        var wide = new PixelBuffer(image.Width, image.Height, 4, SampleFormat.UInt16);
        image.CopyPixelDataTo(wide.Bytes);
        var samples = wide.Samples<ushort>();
        bool opaque = true, grey = true, narrow = true;
        for (var i = 0; i < samples.Length; i += 4)
        {
            opaque &= samples[i + 3] == ushort.MaxValue;
            grey &= samples[i] == samples[i + 1] && samples[i + 1] == samples[i + 2];
            narrow &= samples[i] % SixteenPerEight == 0 && samples[i + 1] % SixteenPerEight == 0
                && samples[i + 2] % SixteenPerEight == 0 && samples[i + 3] % SixteenPerEight == 0;
        }

        switch (format)
        {
            case PictureFormat.Png:
                var png = image.Metadata.GetPngMetadata();
                narrow = png.BitDepth != PngBitDepth.Bit16;
                grey = png.ColorType is PngColorType.Grayscale or PngColorType.GrayscaleWithAlpha;
                opaque &= png.ColorType is not (PngColorType.GrayscaleWithAlpha or PngColorType.RgbWithAlpha);
                break;
            case PictureFormat.Jpeg:
                (narrow, grey) = (true, image.Metadata.GetJpegMetadata().ColorType == JpegColorType.Luminance);
                break;
            case PictureFormat.WebP:
                (narrow, grey) = (true, false);
                break;
            case PictureFormat.Tiff:
                var photometric = image.Frames.RootFrame.Metadata.GetTiffMetadata().PhotometricInterpretation;
                grey &= photometric is TiffPhotometricInterpretation.BlackIsZero or TiffPhotometricInterpretation.WhiteIsZero;
                break;
        }

        var channels = (grey ? 1 : 3) + (opaque ? 0 : 1);
        var result = new PixelBuffer(image.Width, image.Height, channels, narrow ? SampleFormat.UInt8 : SampleFormat.UInt16);
        for (int i = 0, to = 0; i < samples.Length; i += 4)
        {
            for (var c = 0; c < channels; c++)
            {
                var value = samples[c == channels - 1 && !opaque ? i + 3 : i + c];
                if (narrow)
                    result.Samples<byte>()[to++] = (byte)(value / SixteenPerEight);
                else
                    result.Samples<ushort>()[to++] = value;
            }
        }

        return result;
    }
}
