namespace SrPlugin.Protocol;

/// <summary>A rectangle of whole pixels.</summary>
/// <param name="X">First column.</param>
/// <param name="Y">First row.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
public readonly record struct PictureArea(int X, int Y, int Width, int Height)
{
    private const int JpegBlock = 16; // of halved colours; those of brightness are half as large

    /// <summary>
    /// Gets what a host sends of a picture to have this part worked on: the part with some pixels around it, as far as the picture has
    /// them, from where a block of a JPEG file begins. By the steps between blocks the service tells compression from blur.
    /// </summary>
    /// <param name="margin">The pixels on each side, at least.</param>
    /// <param name="pictureWidth">The columns of the picture.</param>
    /// <param name="pictureHeight">The rows of the picture.</param>
    public PictureArea WithContext(int margin, int pictureWidth, int pictureHeight)
    {
        int left = Math.Max(0, X - margin) / JpegBlock * JpegBlock, top = Math.Max(0, Y - margin) / JpegBlock * JpegBlock;
        int right = Math.Min(pictureWidth, X + Width + margin), bottom = Math.Min(pictureHeight, Y + Height + margin);
        return new PictureArea(left, top, right - left, bottom - top);
    }
}
