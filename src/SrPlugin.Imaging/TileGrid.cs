namespace SrPlugin.Imaging;

/// <summary>
/// Overlapping tiles that cover a picture (or a latent: the unit is the caller's cell). All tiles of a grid have one size, so
/// they can be batched; order and places are those of the S3Diff and AddSR tilers (upstream <c>src/s3diff_tile.py</c>).
/// </summary>
public sealed class TileGrid
{
    private TileGrid(int width, int height, int tileWidth, int tileHeight, IReadOnlyList<PixelRectangle> tiles) =>
        (Width, Height, TileWidth, TileHeight, Tiles) = (width, height, tileWidth, tileHeight, tiles);

    /// <summary>Cells in a row of the whole.</summary>
    public int Width { get; }

    /// <summary>Rows of the whole.</summary>
    public int Height { get; }

    /// <summary>Cells in a row of every tile.</summary>
    public int TileWidth { get; }

    /// <summary>Rows of every tile.</summary>
    public int TileHeight { get; }

    /// <summary>The tiles, outer order along x, inner along y.</summary>
    public IReadOnlyList<PixelRectangle> Tiles { get; }

    /// <summary>Whether one tile covers everything.</summary>
    public bool IsSingle => Tiles.Count == 1;

    /// <summary>
    /// Tiles for <paramref name="width"/> × <paramref name="height"/> cells. Up to <paramref name="tileSize"/>² cells in all,
    /// whatever their shape, are one tile. Above, tiles are squares of n = min(tileSize, width, height) that step by
    /// n − <paramref name="overlap"/>; the last one of each axis is moved back to end with the picture. A strip narrower than a
    /// tile and than twice the overlap is cut along its long side only.
    /// </summary>
    /// <param name="width">At least 1.</param>
    /// <param name="height">At least 1.</param>
    /// <param name="tileSize">Side of a tile, at least 1.</param>
    /// <param name="overlap">Cells that neighbours share, at least 0; one that would leave no step becomes half the tile.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is below its bound.</exception>
    public static TileGrid Create(int width, int height, int tileSize, int overlap)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(tileSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(overlap);

        if ((long)width * height <= (long)tileSize * tileSize)
            return new TileGrid(width, height, width, height, [new PixelRectangle(0, 0, width, height)]);

        var tileWidth = Math.Min(tileSize, Math.Min(width, height));
        var tileHeight = tileWidth;
        if (tileWidth < tileSize && (tileWidth - overlap) * 2L < tileWidth)
        {
            // Differs from upstream: on a strip no wider than the overlap its loop never ends, and on one less than twice as
            // wide it steps by less than half a tile. There the strip is cut along its long side only, into tiles as long as
            // asked for.
            tileWidth = Math.Min(tileSize, width);
            tileHeight = Math.Min(tileSize, height);
        }

        var columns = Offsets(width, tileWidth, overlap);
        var rows = Offsets(height, tileHeight, overlap);
        var tiles = new List<PixelRectangle>(columns.Count * rows.Count);
        foreach (var x in columns)
        {
            foreach (var y in rows)
                tiles.Add(new PixelRectangle(x, y, tileWidth, tileHeight));
        }

        return new TileGrid(width, height, tileWidth, tileHeight, tiles);
    }

    private static List<int> Offsets(int length, int tile, int overlap)
    {
        var step = overlap < tile ? tile - overlap : Math.Max(1, tile - (tile / 2));
        var offsets = new List<int>();
        for (var offset = 0; offset + tile < length; offset += step)
            offsets.Add(offset);
        offsets.Add(length - tile);
        return offsets;
    }
}
