namespace SrPlugin.Imaging.Tests;

public class PixelRectangleTests
{
    private static readonly PixelRectangle _picture = new(0, 0, 100, 80);

    [Theory]
    [InlineData(1, 0, int.MaxValue, 10)]
    [InlineData(0, 1, 10, int.MaxValue)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue)]
    public void Contains_EndBeyondAnInt_IsFalse(int x, int y, int width, int height) =>
        _picture.Contains(new PixelRectangle(x, y, width, height)).ShouldBeFalse();

    [Fact]
    public void Intersect_EndBeyondAnInt_KeepsWhatIsShared()
    {
        var endless = new PixelRectangle(40, 30, int.MaxValue, int.MaxValue);

        endless.Intersect(_picture).ShouldBe(new PixelRectangle(40, 30, 60, 50));
        _picture.Intersect(endless).ShouldBe(new PixelRectangle(40, 30, 60, 50));
        endless.Intersect(endless).ShouldBe(endless);
        endless.WithContext(5, 100, 80).ShouldBe(new PixelRectangle(35, 25, 65, 55));
    }

    [Fact]
    public void FromBlockCorner_AnyPlace_GrowsToTheBlocksCornerOnly()
    {
        new PixelRectangle(21, 47, 10, 5).FromBlockCorner().ShouldBe(new PixelRectangle(16, 32, 15, 20));
        new PixelRectangle(32, 0, 10, 5).FromBlockCorner().ShouldBe(new PixelRectangle(32, 0, 10, 5));
    }
}
