namespace SrPlugin.Imaging;

/// <summary>Pixels and what their file says about them.</summary>
/// <param name="Pixels">The samples as stored; see <see cref="ApplyOrientation"/>.</param>
/// <param name="Metadata">Profile, EXIF, orientation, resolution and texts.</param>
public sealed record Picture(PixelBuffer Pixels, PictureMetadata Metadata)
{
    /// <summary>Gets what reading the file changed or left out, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Gets the number of pages of the file.</summary>
    public int PageCount { get; init; } = 1;

    /// <summary>Gets whether the file holds more pictures than this one, so that writing this one over it would lose them.</summary>
    public bool IsPartial { get; init; }

    /// <summary>A picture without metadata.</summary>
    public Picture(PixelBuffer pixels)
        : this(pixels, PictureMetadata.Empty)
    {
    }

    /// <summary>
    /// The picture as it is to be seen: pixels turned or mirrored, orientation set to <see cref="PictureOrientation.TopLeft"/>.
    /// </summary>
    public Picture ApplyOrientation()
    {
        if (Metadata.Orientation == PictureOrientation.TopLeft)
            return this;
        var turned = (int)Metadata.Orientation >= 5;
        var dpi = turned && Metadata.Dpi is var (x, y) ? (y, x) : Metadata.Dpi;
        return this with
        {
            Pixels = Turn(Pixels, Metadata.Orientation),
            Metadata = Metadata with { Orientation = PictureOrientation.TopLeft, Dpi = dpi },
        };
    }

    /// <summary>Where a rectangle of the upright picture is stored.</summary>
    /// <param name="area">The rectangle.</param>
    /// <param name="width">Pixels of an upright row.</param>
    /// <param name="height">Upright rows.</param>
    /// <param name="orientation">How the stored pixels are to be turned.</param>
    internal static PixelRectangle Stored(PixelRectangle area, int width, int height, PictureOrientation orientation)
    {
        var x = FlipsX(orientation) ? width - area.X - area.Width : area.X;
        var y = FlipsY(orientation) ? height - area.Y - area.Height : area.Y;
        return (int)orientation >= 5
            ? new PixelRectangle(y, x, area.Height, area.Width)
            : new PixelRectangle(x, y, area.Width, area.Height);
    }

    private static bool FlipsX(PictureOrientation orientation) =>
        orientation is PictureOrientation.TopRight or PictureOrientation.BottomRight
        or PictureOrientation.RightTop or PictureOrientation.RightBottom;

    private static bool FlipsY(PictureOrientation orientation) =>
        orientation is PictureOrientation.BottomRight or PictureOrientation.BottomLeft
        or PictureOrientation.RightBottom or PictureOrientation.LeftBottom;

    private static PixelBuffer Turn(PixelBuffer source, PictureOrientation orientation)
    {
        var transpose = (int)orientation >= 5;
        var (width, height) = transpose ? (source.Height, source.Width) : (source.Width, source.Height);
        var result = new PixelBuffer(width, height, source.Channels, source.Format);
        var pixel = source.Channels * source.BytesPerSample;

        // Source position of the result's (0, 0), and the bytes to step for one pixel right and one down.
        var (right, down) = transpose ? (source.Stride, pixel) : (pixel, source.Stride);
        var (flipX, flipY) = (FlipsX(orientation), FlipsY(orientation));
        var start = (flipX ? right * (long)(width - 1) : 0) + (flipY ? down * (long)(height - 1) : 0);
        var (stepX, stepY) = (flipX ? -right : right, flipY ? -down : down);
        Parallel.For(0, height, y =>
        {
            var row = result.RowBytes(y);
            var from = start + (y * (long)stepY);
            for (var x = 0; x < row.Length; x += pixel, from += stepX)
                source.Bytes.Slice((int)from, pixel).CopyTo(row[x..]);
        });
        return result;
    }
}
