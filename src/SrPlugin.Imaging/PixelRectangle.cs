namespace SrPlugin.Imaging;

/// <summary>A rectangle of whole pixels, left and top inclusive, <see cref="Right"/> and <see cref="Bottom"/> exclusive.</summary>
public readonly record struct PixelRectangle(int X, int Y, int Width, int Height)
{
    /// <summary>Sides of a block of a JPEG file whose colours are halved; blocks of brightness are half as large.</summary>
    public const int JpegBlock = 16;

    /// <summary>First column after the rectangle.</summary>
    public int Right => X + Width;

    /// <summary>First row after the rectangle.</summary>
    public int Bottom => Y + Height;

    /// <summary>Whether it holds no pixel.</summary>
    public bool IsEmpty => Width <= 0 || Height <= 0;

    /// <summary>The part shared with <paramref name="other"/>; empty (all zero) when there is none.</summary>
    public PixelRectangle Intersect(PixelRectangle other)
    {
        var left = Math.Max(X, other.X);
        var top = Math.Max(Y, other.Y);
        var right = Math.Min(End(X, Width), End(other.X, other.Width));
        var bottom = Math.Min(End(Y, Height), End(other.Y, other.Height));
        return right <= left || bottom <= top ? default : new PixelRectangle(left, top, (int)(right - left), (int)(bottom - top));
    }

    /// <summary>Whether <paramref name="other"/> lies wholly inside.</summary>
    public bool Contains(PixelRectangle other) =>
        other.X >= X && other.Y >= Y && End(other.X, other.Width) <= End(X, Width) && End(other.Y, other.Height) <= End(Y, Height);

    /// <summary>
    /// The rectangle grown by <paramref name="margin"/> pixels of context on every side, as far as a picture of
    /// <paramref name="pictureWidth"/> × <paramref name="pictureHeight"/> has them.
    /// </summary>
    public PixelRectangle WithContext(int margin, int pictureWidth, int pictureHeight)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        var left = Math.Max(0, (long)X - margin);
        var top = Math.Max(0, (long)Y - margin);
        var right = Math.Min(pictureWidth, End(X, Width) + margin);
        var bottom = Math.Min(pictureHeight, End(Y, Height) + margin);
        return right <= left || bottom <= top
            ? default
            : new PixelRectangle((int)left, (int)top, (int)(right - left), (int)(bottom - top));
    }

    /// <summary>
    /// Gets the rectangle grown to the left and upwards until it begins where a block of a JPEG file does: networks that see block steps
    /// find them where they lay in training.
    /// </summary>
    public PixelRectangle FromBlockCorner() =>
        new(X - (X % JpegBlock), Y - (Y % JpegBlock), Width + (X % JpegBlock), Height + (Y % JpegBlock));

    /// <summary>
    /// The rectangle in a picture enlarged <paramref name="factor"/> times: its pixels' outer edges, scaled and rounded half up.
    /// </summary>
    public PixelRectangle Scale(double factor)
    {
        var left = Round(X * factor);
        var top = Round(Y * factor);
        return new PixelRectangle(left, top, Round(End(X, Width) * factor) - left, Round(End(Y, Height) * factor) - top);

        static int Round(double value) => (int)Math.Floor(value + 0.5);
    }

    // What a stranger asks for may end beyond an int.
    private static long End(int start, int length) => (long)start + length;
}
