namespace SrPlugin.Imaging;

/// <summary>How much of each pixel is selected, 0…1, one value a pixel.</summary>
public sealed class SelectionMask
{
    private readonly float[] _coverage;

    /// <summary>A mask over <paramref name="coverage"/> (row by row), which it takes over without a copy.</summary>
    /// <exception cref="ArgumentException">The length does not fit, or a value is outside 0…1.</exception>
    public SelectionMask(int width, int height, float[] coverage)
    {
        ArgumentNullException.ThrowIfNull(coverage);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (coverage.Length != (long)width * height)
            throw new ArgumentException(
                $"A mask of {width}×{height} takes {(long)width * height} values, not {coverage.Length}.", nameof(coverage));
        foreach (var value in coverage)
        {
            if (value is not (>= 0f and <= 1f))
                throw new ArgumentException($"Coverage must be 0 to 1, not {value}.", nameof(coverage));
        }

        (Width, Height, _coverage) = (width, height, coverage);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>All values, row by row.</summary>
    public ReadOnlySpan<float> Coverage => _coverage;

    /// <summary>One row.</summary>
    public ReadOnlySpan<float> Row(int y) => _coverage.AsSpan(checked(y * Width), Width);

    /// <summary>The smallest rectangle around all coverage above zero; empty when nothing is selected.</summary>
    public PixelRectangle Bounds
    {
        get
        {
            var (left, top, right, bottom) = (Width, Height, 0, 0);
            for (var y = 0; y < Height; y++)
            {
                var row = Row(y);
                var first = row.IndexOfAnyExcept(0f);
                if (first < 0)
                    continue;
                left = Math.Min(left, first);
                right = Math.Max(right, row.LastIndexOfAnyExcept(0f) + 1);
                top = Math.Min(top, y);
                bottom = y + 1;
            }

            return right == 0 ? default : new PixelRectangle(left, top, right - left, bottom - top);
        }
    }

    /// <summary>One rectangle selected, as far as it lies inside.</summary>
    public static SelectionMask FromRectangle(int width, int height, PixelRectangle area)
    {
        var coverage = new float[checked(width * height)];
        var inside = area.Intersect(new PixelRectangle(0, 0, width, height));
        for (var y = inside.Y; y < inside.Bottom; y++)
            coverage.AsSpan((y * width) + inside.X, inside.Width).Fill(1f);
        return new SelectionMask(width, height, coverage);
    }

    /// <summary>A picture as a mask: white selects, black does not; transparent pixels are not selected.</summary>
    public static SelectionMask FromPixels(PixelBuffer pixels)
    {
        var image = AlphaChannel.Flatten(PlanarImage.FromPixels(pixels), 0).ToGrey().Clamp();
        return new SelectionMask(image.Width, image.Height, image.Data);
    }

    /// <summary>A copy of one rectangle.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="area"/> is empty or reaches outside.</exception>
    public SelectionMask Crop(PixelRectangle area) =>
        new(area.Width, area.Height, new PlanarImage(1, Height, Width, _coverage).Crop(area).Data);

    /// <summary>
    /// Softens the selection's rim inwards over <paramref name="pixels"/> pixels: what was not selected stays at exactly
    /// zero, and the picture's own edges are no rim. A selection too thin for that is softened as far as its innermost
    /// pixel keeps its full coverage.
    /// </summary>
    /// <param name="pixels">Width of the soft rim; 0 changes nothing.</param>
    public SelectionMask Feather(double pixels)
    {
        if (!(pixels >= 0) || double.IsInfinity(pixels))
            throw new ArgumentOutOfRangeException(nameof(pixels), pixels, "Feathering takes 0 or more pixels.");
        if (pixels == 0 || !_coverage.AsSpan().Contains(0f) || Bounds.IsEmpty)
            return this;

        var distances = DistanceField.ToUnselected(_coverage, Width, Height);
        var furthest = 0f;
        foreach (var distance in distances)
            furthest = Math.Max(furthest, distance);
        var reach = (float)Math.Min(pixels + 1, furthest);
        var result = new float[_coverage.Length];
        Parallel.For(0, Height, y =>
        {
            for (var i = y * Width; i < (y + 1) * Width; i++)
            {
                var t = Math.Min(1f, distances[i] / reach);
                result[i] = _coverage[i] * t * t * (3 - (2 * t));
            }
        });
        return new SelectionMask(Width, Height, result);
    }
}
