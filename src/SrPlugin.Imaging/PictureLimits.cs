namespace SrPlugin.Imaging;

/// <summary>The largest pictures this library holds; files that claim more are refused before anything is allocated.</summary>
public static class PictureLimits
{
    /// <summary>Pixels along either side.</summary>
    public const int MaxSide = 65_535;

    /// <summary>Bytes of unpacked samples: one managed array.</summary>
    public const long MaxBytes = 0x7FFFFFC7;

    /// <summary>Bytes of a picture file.</summary>
    public const long MaxFileBytes = 0x7FFFFFC7;

    /// <summary>Whether a picture of this shape can be held.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="bytesPerPixel">Channels × bytes per sample.</param>
    public static bool Allows(long width, long height, int bytesPerPixel) =>
        width is >= 1 and <= MaxSide && height is >= 1 and <= MaxSide && width * height * bytesPerPixel <= MaxBytes;
}
