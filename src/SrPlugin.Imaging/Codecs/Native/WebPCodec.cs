using static SrPlugin.Imaging.Codecs.Native.WebPImports;

namespace SrPlugin.Imaging.Codecs.Native;

/// <summary>WebP by libwebp; the chunks around the bit stream are our own work.</summary>
internal sealed unsafe class WebPCodec : IPictureCodec
{
    // Of ten levels: higher ones take many times longer for a few per cent.
    private const int LosslessLevel = 2;

    public Picture Decode(byte[] file)
    {
        var (profile, exif) = WebPContainer.Read(file);
        fixed (byte* data = file)
        {
            Features features;
            var status = GetFeatures(data, (nuint)file.Length, &features);
            if (status != 0)
                throw Damaged($"header status {status}");
            if (features.HasAnimation != 0)
                throw new PictureFormatException("Animated WebP files cannot be read, only single pictures.", PictureFormat.WebP);
            var channels = features.HasAlpha != 0 ? 4 : 3;

            // One colour costs no bits at all in WebP's lossless mode, so that no ratio is impossible.
            DecodeLimits.Demand(PictureFormat.WebP, features.Width, features.Height, channels, file.Length, long.MaxValue);
            var pixels = new PixelBuffer(features.Width, features.Height, channels, SampleFormat.UInt8);
            fixed (byte* output = pixels.Bytes)
            {
                var length = (nuint)pixels.Bytes.Length;
                var end = channels == 4
                    ? DecodeRgba(data, (nuint)file.Length, output, length, pixels.Stride)
                    : DecodeRgb(data, (nuint)file.Length, output, length, pixels.Stride);
                if (end is null)
                    throw Damaged("the picture's data end early or make no sense");
            }

            var metadata = new PictureMetadata { IccProfile = profile };
            return new Picture(pixels, exif is null ? metadata : ExifMetadata.Read(metadata, exif));
        }
    }

    public byte[] Encode(Picture picture, PictureSaveOptions options)
    {
        var pixels = picture.Pixels;
        if (pixels.Width > MaxSide || pixels.Height > MaxSide)
        {
            throw new PictureFormatException(
                $"{pixels.Width}×{pixels.Height} is too large for WebP, which holds {MaxSide} pixels a side. PNG or TIFF can take it.",
                PictureFormat.WebP);
        }

        var exif = ExifMetadata.BytesForSaving(picture, int.MaxValue);
        return WebPContainer.Insert(
            Compress(pixels, options.Quality), pixels.Width, pixels.Height, pixels.HasAlpha, picture.Metadata.IccProfile, exif);
    }

    private static byte[] Compress(PixelBuffer pixels, int? quality)
    {
        Config config;
        PictureData picture;
        MemoryWriter writer;
        if (!InitConfig(&config, quality ?? 75) || !InitPicture(&picture))
            throw new NotSupportedException("This version of libwebp has another binary interface than the one known here (2.x).");
        if (quality is null && LosslessPreset(&config, LosslessLevel) == 0)
            throw new NotSupportedException("This version of libwebp cannot write without loss.");
        config.ThreadLevel = 1;
        config.Exact = 1;
        (picture.Width, picture.Height, picture.UseArgb) = (pixels.Width, pixels.Height, quality is null ? 1 : 0);
        InitWriter(&writer);
        picture.Writer = NativeLibraries.Export(NativeLibraries.WebP, "WebPMemoryWrite");
        picture.WriterState = &writer;
        try
        {
            fixed (byte* data = pixels.Bytes)
            {
                var imported = pixels.HasAlpha ? ImportRgba(&picture, data, pixels.Stride) : ImportRgb(&picture, data, pixels.Stride);
                if (imported == 0 || WebPImports.Encode(&config, &picture) == 0)
                {
                    throw new PictureFormatException(
                        $"A picture of {pixels.Width}×{pixels.Height} cannot be written as WebP (libwebp: error {picture.ErrorCode}).",
                        PictureFormat.WebP);
                }
            }

            return new ReadOnlySpan<byte>(writer.Data, checked((int)writer.Length)).ToArray();
        }
        finally
        {
            FreePicture(&picture);
            ClearWriter(&writer);
        }
    }

    private static PictureFormatException Damaged(string why) =>
        new($"The WebP file is damaged or cut off (libwebp: {why}).", PictureFormat.WebP);
}
