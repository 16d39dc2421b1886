using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Pbm;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;
using static System.Buffers.Binary.BinaryPrimitives;

namespace SrPlugin.Imaging.Codecs;

/// <summary>BMP, TGA and PBM, which libvips' build lacks, by SixLabors.ImageSharp.</summary>
internal static class ImageSharpCodec
{
    public static Picture Read(byte[] file, PictureFormat format)
    {
        try
        {
            var configuration = new Configuration(new BmpConfigurationModule(), new TgaConfigurationModule(), new PbmConfigurationModule());
            IImageDecoder decoder = format switch
            {
                PictureFormat.Bmp => new BmpDecoder(),
                PictureFormat.Tga => new TgaDecoder(),
                _ => new PbmDecoder(),
            };
            using var stream = new MemoryStream(file);
            var info = ((IImageInfoDetector)decoder).Identify(configuration, stream, default)
                ?? throw new PictureFormatException($"The {format} file is damaged or cut off.", format);
            var bits = info.PixelType.BitsPerPixel;
            var isBmp = format == PictureFormat.Bmp;
            var isPacked = format == PictureFormat.Tga || (isBmp && ReadInt32LittleEndian(file.AsSpan(30)) is 1 or 2);
            PictureReader.Demand(
                format, info.Width, info.Height, bits > 32 ? 8 : 4, format == PictureFormat.Pbm ? 1 : bits, file.Length,
                isPacked ? 256 : 2);

            // ImageSharp would take the missing rows for black.
            var rowBits = info.Width * (long)bits;
            var end = isBmp && !isPacked
                ? ReadInt32LittleEndian(file.AsSpan(10)) + ((rowBits + 31) / 32 * 4 * (info.Height - 1)) + ((rowBits + 7) / 8)
                : 0;
            if (end > file.Length)
                throw new PictureFormatException("The BMP file is cut off: pixels are missing.", format);
            stream.Position = 0;
            using var image = decoder.Decode<Rgba64>(configuration, stream, default);
            return new Picture(Reduce(image, bits), Metadata(image.Metadata));
        }
        catch (Exception fault) when (fault is ImageFormatException or InvalidMemoryOperationException or NotSupportedException
            or IndexOutOfRangeException or ArgumentException or OverflowException or EndOfStreamException or NullReferenceException
            or InvalidOperationException or DivideByZeroException)
        {
            throw new PictureFormatException($"The {format} file is damaged, cut off or cannot be read ({fault.Message}).", format, fault);
        }
    }

    public static byte[] WriteBmp(Picture picture)
    {
        var pixels = picture.Pixels;
        if ((((pixels.Width * 8L * pixels.Channels) + 31) / 32 * 4 * pixels.Height) + 2048 > PictureLimits.MaxFileBytes)
            throw new PictureFormatException(
                $"A picture of {pixels.Width}×{pixels.Height} is too large for a BMP file.", PictureFormat.Bmp);
        using Image image = pixels.Channels switch
        {
            1 => Image.LoadPixelData<L8>(pixels.Bytes, pixels.Width, pixels.Height),
            3 => Image.LoadPixelData<Rgb24>(pixels.Bytes, pixels.Width, pixels.Height),
            _ => Image.LoadPixelData<Rgba32>(pixels.Bytes, pixels.Width, pixels.Height),
        };
        var metadata = image.Metadata;
        if (picture.Metadata.Dpi is var (x, y))
            (metadata.ResolutionUnits, metadata.HorizontalResolution, metadata.VerticalResolution) = (
                PixelResolutionUnit.PixelsPerInch, x, y);
        using var stream = new MemoryStream();
        image.Save(stream, new BmpEncoder
        {
            BitsPerPixel =
                pixels.Channels switch { 1 => BmpBitsPerPixel.Pixel8, 3 => BmpBitsPerPixel.Pixel24, _ => BmpBitsPerPixel.Pixel32 },
            SupportTransparency = pixels.Channels == 4,
            Quantizer = pixels.Channels == 1 ? new SixLabors.ImageSharp.Processing.Processors.Quantization.PaletteQuantizer(
                Enumerable.Range(0, 256).Select(v => Color.FromRgb((byte)v, (byte)v, (byte)v)).ToArray(), new() { Dither = null }) : null,
        });
        return stream.ToArray();
    }

    private static PictureMetadata Metadata(ImageMetadata source)
    {
        var perInch = source.ResolutionUnits switch
        {
            PixelResolutionUnit.PixelsPerInch => 1.0,
            PixelResolutionUnit.PixelsPerCentimeter => 2.54,
            PixelResolutionUnit.PixelsPerMeter => 0.0254,
            _ => 0,
        };
        var (x, y) = (source.HorizontalResolution * perInch, source.VerticalResolution * perInch);
        return new PictureMetadata
        {
            Dpi = x > 0 && y > 0 ? (x, y) : null,
            IccProfile = source.IccProfile?.ToByteArray() is { } profile ? IccProfile.Mend(profile) : null,
        };
    }

    /// <summary>
    /// To the file's own channels and bits: alpha only where there is some, grey only where palette or format have no more.
    /// </summary>
    private static PixelBuffer Reduce(Image<Rgba64> image, int bits)
    {
        const int sixteenPerEight = 257;
        var wide = new PixelBuffer(image.Width, image.Height, 4, SampleFormat.UInt16);
        image.CopyPixelDataTo(wide.Bytes);
        var samples = wide.Samples<ushort>();
        bool opaque = true, grey = bits is <= 8 or 16, narrow = true;
        for (var i = 0; i < samples.Length; i += 4)
        {
            opaque &= samples[i + 3] == ushort.MaxValue;
            grey &= samples[i] == samples[i + 1] && samples[i + 1] == samples[i + 2];
            narrow &= samples[i] % sixteenPerEight == 0 && samples[i + 1] % sixteenPerEight == 0 && samples[i + 2] % sixteenPerEight == 0;
        }

        var image4 = PlanarImage.FromPixels(wide).WithChannels((grey ? 1 : 3) + (opaque ? 0 : 1));
        return image4.ToPixels(narrow ? SampleFormat.UInt8 : SampleFormat.UInt16);
    }
}
