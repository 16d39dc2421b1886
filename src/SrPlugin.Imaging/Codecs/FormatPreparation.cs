using System.Buffers.Binary;

namespace SrPlugin.Imaging.Codecs;

/// <summary>Brings a picture into what its format can hold.</summary>
internal static class FormatPreparation
{
    public static Picture Prepare(Picture picture, PictureFormat format)
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
        if (sampleFormat != pixels.Format || channels != pixels.Channels)
        {
            var image = PlanarImage.FromPixels(pixels);
            if (format == PictureFormat.Jpeg)
                image = AlphaChannel.Flatten(image, 1f);
            pixels = image.WithChannels(channels).ToPixels(sampleFormat);
        }

        var metadata = picture.Metadata;
        return new Picture(pixels, metadata with { IccProfile = MatchingProfile(metadata.IccProfile, picture.Pixels.ColorChannels, channels) });
    }

    /// <summary>The profile when its header's colour space is the one of the pixels, before and after the conversion.</summary>
    private static byte[]? MatchingProfile(byte[]? profile, int colors, int channels)
    {
        if (profile is not { Length: >= 128 } || profile.Length != BinaryPrimitives.ReadUInt32BigEndian(profile))
            return null;
        var expected = colors == 1 ? "GRAY"u8 : "RGB "u8;
        var kept = colors == (channels <= 2 ? 1 : 3);
        return kept && profile.AsSpan(16, 4).SequenceEqual(expected) ? profile : null;
    }
}
