namespace SrPlugin.Imaging.Codecs;

/// <summary>Refuses what a header claims before anything is allocated for it.</summary>
internal static class DecodeLimits
{
    // So that a few tiny pictures that claim a little too much still reach the decoder's own, more telling error.
    private const long AlwaysPlausible = 1 << 20;

    /// <summary>Checks a header's claim.</summary>
    /// <param name="format">For the message.</param>
    /// <param name="width">Claimed pixels.</param>
    /// <param name="height">Claimed pixels.</param>
    /// <param name="bytesPerPixel">Channels × bytes per sample of the decoded picture.</param>
    /// <param name="fileLength">Bytes of the whole file.</param>
    /// <param name="ratio">The most decoded bytes that one byte of such a file can stand for.</param>
    /// <exception cref="PictureFormatException">The picture cannot be held, or the file is too short to be whole.</exception>
    public static void Demand(PictureFormat format, long width, long height, int bytesPerPixel, long fileLength, long ratio)
    {
        if (width < 1 || height < 1)
            throw new PictureFormatException($"The {format} file claims {width}×{height} pixels.", format);
        if (!PictureLimits.Allows(width, height, bytesPerPixel))
        {
            throw new PictureFormatException(
                $"The {format} file claims {width}×{height} pixels of {bytesPerPixel} bytes; at most {PictureLimits.MaxSide} a side "
                + $"and {PictureLimits.MaxBytes} bytes in all can be read.",
                format);
        }

        var needed = width * height * bytesPerPixel;
        if (needed > AlwaysPlausible && needed / ratio > fileLength)
        {
            throw new PictureFormatException(
                $"The {format} file claims {width}×{height} pixels but has only {fileLength} bytes: it is cut off or damaged.", format);
        }
    }
}
