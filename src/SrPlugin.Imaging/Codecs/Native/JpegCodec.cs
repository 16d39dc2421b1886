using System.Runtime.InteropServices;
using static SrPlugin.Imaging.Codecs.Native.TurboJpegImports;

namespace SrPlugin.Imaging.Codecs.Native;

/// <summary>JPEG by libjpeg-turbo's TurboJPEG API, which catches libjpeg's jumps itself. The metadata segments are our own work.</summary>
internal sealed unsafe class JpegCodec : IPictureCodec
{
    private const int DefaultQuality = 95;
    private const int FullColorQuality = 90;

    // A block of 64 samples takes at least a bit; progressive files may skip long runs of empty blocks.
    private const long MaxRatio = 3000;

    // Things that harm no pixel. Everything else libjpeg warns of means lost ones.
    private static readonly string[] _harmless =
        ["extraneous bytes", "Unknown Adobe color transform", "Invalid SOS parameters", "Inconsistent progression sequence"];

    public Picture Decode(byte[] file)
    {
        var segments = JpegSegments.Read(file);
        DecodeLimits.Demand(
            PictureFormat.Jpeg, segments.Width, segments.Height, segments.Components, file.Length, MaxRatio);
        var pixels = new PixelBuffer(segments.Width, segments.Height, segments.Components, SampleFormat.UInt8);
        var handle = Open(InitDecompress());
        try
        {
            fixed (byte* data = file, output = pixels.Bytes)
            {
                var format = segments.Components switch { 1 => Grey, 3 => Rgb, _ => Cmyk };
                var failed = Decompress(
                    handle, data, new CULong((nuint)file.Length), output, pixels.Width, pixels.Stride, pixels.Height, format,
                    AccurateDct | LimitScans) != 0;
                if (failed && !(ErrorCode(handle) == Warning && _harmless.Any(Describe(handle).Contains)))
                    throw Fault(handle, "The JPEG file is damaged, cut off or cannot be handled");
            }
        }
        finally
        {
            Destroy(handle);
        }

        // A profile for inks says nothing about the RGB made of them.
        var profile = segments.Components == 4 ? null : segments.IccProfile;
        var metadata = new PictureMetadata { IccProfile = profile, Dpi = segments.Dpi };
        return new Picture(
            segments.Components == 4 ? InksToRgb(pixels, segments.HasAdobe) : pixels,
            segments.Exif is null ? metadata : ExifMetadata.Read(metadata, segments.Exif));
    }

    public byte[] Encode(Picture picture, PictureSaveOptions options)
    {
        var pixels = picture.Pixels;
        var quality = options.Quality ?? DefaultQuality;
        var grey = pixels.Channels == 1;
        byte[] jpeg;
        var handle = Open(InitCompress());
        byte* file = null;
        try
        {
            CULong length = default;
            fixed (byte* data = pixels.Bytes)
            {
                var sampling = grey ? SamplingGrey : quality >= FullColorQuality ? Sampling444 : Sampling420;
                if (Compress(
                    handle, data, pixels.Width, pixels.Stride, pixels.Height, grey ? Grey : Rgb, &file, &length, sampling, quality,
                    AccurateDct) != 0)
                {
                    throw Fault(handle, $"A picture of {pixels.Width}×{pixels.Height} cannot be written as JPEG");
                }
            }

            jpeg = new ReadOnlySpan<byte>(file, checked((int)length.Value)).ToArray();
        }
        finally
        {
            Free(file);
            Destroy(handle);
        }

        var exif = ExifMetadata.BytesForSaving(picture, JpegSegments.MaxExif);
        return JpegSegments.Insert(jpeg, picture.Metadata.Dpi, exif, picture.Metadata.IccProfile);
    }

    /// <summary>Without colour management: each ink and black let through what they do not cover. Adobe stores inks inverted.</summary>
    private static PixelBuffer InksToRgb(PixelBuffer inks, bool inverted)
    {
        var result = new PixelBuffer(inks.Width, inks.Height, 3, SampleFormat.UInt8);
        Parallel.For(0, inks.Height, y =>
        {
            var to = 0;
            var from = inks.RowBytes(y);
            var row = result.RowBytes(y);
            for (var i = 0; i < from.Length; i += 4)
            {
                var black = inverted ? from[i + 3] : 255 - from[i + 3];
                for (var c = 0; c < 3; c++)
                    row[to++] = (byte)((((inverted ? from[i + c] : 255 - from[i + c]) * black) + 127) / 255);
            }
        });
        return result;
    }

    private static IntPtr Open(IntPtr handle) =>
        handle != IntPtr.Zero ? handle : throw new OutOfMemoryException("libjpeg-turbo could not allocate its context.");

    private static PictureFormatException Fault(IntPtr handle, string message) =>
        new($"{message} (libjpeg-turbo: {Describe(handle)}).", PictureFormat.Jpeg);
}
