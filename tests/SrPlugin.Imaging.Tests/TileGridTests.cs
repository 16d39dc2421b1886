namespace SrPlugin.Imaging.Tests;

public class TileGridTests
{
    [Theory]
    [InlineData(32, 24, 16, 4, 6)]
    [InlineData(24, 8, 12, 3, 5)]
    [InlineData(16, 16, 13, 6, 4)]
    public void Create_GoldenGeometry_HasUpstreamsNumberOfTiles(int width, int height, int size, int overlap, int count) =>
        TileGrid.Create(width, height, size, overlap).Tiles.Count.ShouldBe(count);

    [Fact]
    public void Create_TwoByThree_RunsAlongYFirstAndEndsWithThePicture()
    {
        var grid = TileGrid.Create(32, 24, 16, 4);

        grid.Tiles.Select(t => (t.X, t.Y)).ShouldBe([(0, 0), (0, 8), (12, 0), (12, 8), (16, 0), (16, 8)]);
        grid.Tiles.ShouldAllBe(t => t.Width == 16 && t.Height == 16);
    }

    [Theory]
    [InlineData(96, 96)]
    [InlineData(9216, 1)]
    [InlineData(1, 1)]
    public void Create_AreaWithinOneTile_IsSingle(int width, int height)
    {
        var grid = TileGrid.Create(width, height, 96, 32);

        grid.IsSingle.ShouldBeTrue();
        grid.Tiles[0].ShouldBe(new PixelRectangle(0, 0, width, height));
    }

    [Fact]
    public void Create_StripNoWiderThanTheOverlap_EndsWithFewTiles()
    {
        var grid = TileGrid.Create(2000, 20, 96, 32);

        grid.TileHeight.ShouldBe(20);
        grid.TileWidth.ShouldBe(96);
        grid.Tiles.Count.ShouldBe(31);
    }

    [Theory]
    [InlineData(40, 500, 8)]
    [InlineData(500, 40, 8)]
    [InlineData(63, 500, 8)]
    [InlineData(64, 500, 15)]
    public void Create_StripALittleWiderThanTheOverlap_TakesFewTiles(int width, int height, int count) =>
        TileGrid.Create(width, height, 96, 32).Tiles.Count.ShouldBe(count);

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1000)]
    public void Create_AnyShape_CoversEveryCellAndStaysInside(int overlap)
    {
        foreach (var (width, height) in new[] { (1, 300), (300, 1), (2, 999), (17, 16), (16, 17), (33, 57), (100, 5), (257, 31), (64, 64) })
        {
            var grid = TileGrid.Create(width, height, 16, overlap);

            grid.Tiles.Count.ShouldBeLessThanOrEqualTo(width * height);
            grid.Tiles.ShouldAllBe(t => t.Width == grid.TileWidth && t.Height == grid.TileHeight);
            var covered = new bool[width * height];
            foreach (var tile in grid.Tiles)
            {
                new PixelRectangle(0, 0, width, height).Contains(tile).ShouldBeTrue();
                for (var y = tile.Y; y < tile.Bottom; y++)
                    covered.AsSpan((y * width) + tile.X, tile.Width).Fill(true);
            }

            covered.ShouldAllBe(c => c);
        }
    }

    [Theory]
    [InlineData(0, 1, 1, 0)]
    [InlineData(1, 0, 1, 0)]
    [InlineData(1, 1, 0, 0)]
    [InlineData(1, 1, 1, -1)]
    public void Create_ValueBelowItsBound_Throws(int width, int height, int size, int overlap) =>
        Should.Throw<ArgumentOutOfRangeException>(() => TileGrid.Create(width, height, size, overlap));
}
