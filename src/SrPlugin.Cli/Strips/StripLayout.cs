using SrPlugin.Imaging;

namespace SrPlugin.Cli.Strips;

/// <summary>How a picture is cut into strips.</summary>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Scale">How many times larger the result is.</param>
/// <param name="Context">Rows above and below a strip that the networks see.</param>
/// <param name="Rows">The most rows of a strip.</param>
internal sealed record StripLayout(int Width, int Height, double Scale, int Context, int Rows)
{
    /// <summary>What every strip begins at a multiple of: JPEG's blocks, and what the networks halve.</summary>
    public const int Alignment = PixelRectangle.JpegBlock;

    // Side of the networks' tiles and the step between two, in pixels of the picture that they see.
    private const int TilePixels = 768;
    private const int TileStep = 512;

    // Where the factor is no whole number, a strip's edges are put where they meet a row of the result to within a small part of it.
    private const double Tolerance = 0.02;
    private const int Attempts = 8;

    /// <summary>Gets the columns of the result.</summary>
    public int ResultWidth => Enlarged(Width);

    /// <summary>Gets the rows of the result.</summary>
    public int ResultHeight => Enlarged(Height);

    /// <summary>Makes the layout whose strips take no more than some pixels at once.</summary>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="scale">How many times larger the result is.</param>
    /// <param name="context">Rows that the networks have to see above and below.</param>
    /// <param name="workingFactor">How many times larger the networks see the picture.</param>
    /// <param name="pixels">The most pixels of a strip with its context.</param>
    /// <returns>Null where not even the smallest strip fits.</returns>
    public static StripLayout? Create(int width, int height, double scale, int context, int workingFactor, double pixels)
    {
        context = (context + Alignment - 1) / Alignment * Alignment;
        int around = Around(scale, context);
        int most = (int)Math.Min(pixels / width, height + around);

        // A row of tiles that is hardly filled takes as long as a full one.
        int seen = most * workingFactor;
        if (seen >= TilePixels && most < height)
            most = (TilePixels + ((seen - TilePixels) / TileStep * TileStep)) / workingFactor;
        int rows = (most - around) / Alignment * Alignment;
        return rows < Alignment ? null : new StripLayout(width, height, scale, context, rows);
    }

    /// <summary>Gets the fewest pixels for which there is a layout.</summary>
    public static double LeastPixels(int width, double scale, int context) =>
        (double)width * (Around(scale, (context + Alignment - 1) / Alignment * Alignment) + Alignment);

    /// <summary>Gets the strips.</summary>
    /// <param name="top">The row to begin at, a multiple of <see cref="Alignment"/>.</param>
    public IEnumerable<Strip> From(int top)
    {
        for (; top < Height; top += Rows)
        {
            int bottom = Math.Min(top + Rows, Height);
            int first = Fitting(Math.Max(0, top - Context), -Alignment);
            int last = Fitting(Math.Min(Height, AlignUp(bottom + Context)), Alignment);
            int rows = At(bottom) - At(top), above = Math.Min(At(top) - At(first), Enlarged(last - first) - rows);
            yield return new Strip(top, bottom, new PixelRectangle(0, first, Width, last - first), At(top), rows, above);
        }
    }

    private static int Around(double scale, int context) => 2 * (context + (Alignment * scale % 1 == 0 ? 0 : Attempts * Alignment));

    private static int AlignUp(int row) => (row + Alignment - 1) / Alignment * Alignment;

    private int At(int row) => row >= Height ? ResultHeight : (int)Math.Round(row * Scale);

    // The row, or one further out, whose place in the result is nearest to a whole row.
    private int Fitting(int row, int step)
    {
        int best = row;
        for (int attempt = 0; attempt < Attempts && row > 0 && row < Height && Miss(best) > Tolerance; attempt++)
        {
            row = Math.Clamp(row + step, 0, Height);
            if (Miss(row) < Miss(best))
                best = row;
        }

        return best;
    }

    private double Miss(int row) => row >= Height ? 0 : Math.Abs((row * Scale) - Math.Round(row * Scale));

    private int Enlarged(int length) => (int)Math.Floor((length * Scale) + 0.5);
}
