namespace SrPlugin.Imaging.Tests;

public class SelectionMaskTests
{
    [Fact]
    public void Feather_Rectangle_RampsInwardsAndNeverLeaks()
    {
        var mask = SelectionMask.FromRectangle(60, 50, new PixelRectangle(10, 10, 40, 30));

        var soft = mask.Feather(6);

        for (var y = 0; y < 50; y++)
        {
            for (var x = 0; x < 60; x++)
            {
                if (mask.Row(y)[x] == 0)
                    soft.Row(y)[x].ShouldBe(0f);
                else
                    soft.Row(y)[x].ShouldBeInRange(float.Epsilon, 1f);
            }
        }

        var ramp = soft.Row(25)[10..17].ToArray();
        ramp.ShouldBeInOrder();
        ramp[0].ShouldBeLessThan(0.1f);
        ramp[6].ShouldBe(1f);
        soft.Row(25)[30].ShouldBe(1f);
    }

    [Fact]
    public void Feather_SelectionAtThePicturesEdge_IsNotSoftenedThere()
    {
        var soft = SelectionMask.FromRectangle(40, 20, new PixelRectangle(0, 0, 20, 20)).Feather(5);

        soft.Row(0)[0].ShouldBe(1f);
        soft.Row(19)[14].ShouldBe(1f);
        soft.Row(0)[19].ShouldBeLessThan(0.15f);
    }

    [Fact]
    public void Feather_ThinSelection_KeepsItsCore()
    {
        var soft = SelectionMask.FromRectangle(40, 20, new PixelRectangle(5, 9, 30, 3)).Feather(50);

        soft.Row(10)[20].ShouldBe(1f);
        soft.Row(9)[20].ShouldBe(0.5f);
        SelectionMask.FromRectangle(9, 9, new PixelRectangle(4, 4, 1, 1)).Feather(3).Row(4)[4].ShouldBe(1f);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(200, 1)]
    [InlineData(13, 29)]
    public void Feather_RandomSelection_EqualsBruteForceDistances(int width, int height)
    {
        var random = new Random(width);
        var coverage = new float[width * height];
        for (var i = 0; i < coverage.Length; i++)
            coverage[i] = random.NextDouble() < 0.9 ? 0.25f + (0.75f * random.NextSingle()) : 0;
        var soft = new SelectionMask(width, height, (float[])coverage.Clone()).Feather(3);

        var distances = new double[coverage.Length];
        for (var i = 0; i < coverage.Length; i++)
        {
            distances[i] = double.PositiveInfinity;
            for (var j = 0; j < coverage.Length; j++)
            {
                if (coverage[j] == 0)
                    distances[i] = Math.Min(
                        distances[i], Math.Sqrt(Math.Pow((i % width) - (j % width), 2) + Math.Pow((i / width) - (j / width), 2)));
            }
        }

        var reach = Math.Min(4, distances.Max());
        for (var i = 0; i < coverage.Length; i++)
        {
            var t = coverage.Contains(0f) ? Math.Min(1, distances[i] / reach) : 1;
            soft.Coverage[i].ShouldBe((float)(coverage[i] * t * t * (3 - (2 * t))), 1e-6f);
        }
    }

    [Fact]
    public void Bounds_Selection_IsTheSmallestRectangle()
    {
        var area = new PixelRectangle(3, 5, 7, 2);

        SelectionMask.FromRectangle(20, 10, area).Bounds.ShouldBe(area);
        SelectionMask.FromRectangle(20, 10, default).Bounds.IsEmpty.ShouldBeTrue();
        SelectionMask.FromRectangle(20, 10, area).Crop(new PixelRectangle(2, 4, 10, 6)).Bounds.ShouldBe(new PixelRectangle(1, 1, 7, 2));
    }

    [Fact]
    public void Constructor_CoverageOutsideItsRange_Throws()
    {
        Should.Throw<ArgumentException>(() => new SelectionMask(1, 1, [1.01f]));
        Should.Throw<ArgumentException>(() => new SelectionMask(1, 1, [float.NaN]));
        Should.Throw<ArgumentException>(() => new SelectionMask(2, 1, [1f]));
    }

    [Theory]
    [InlineData(10, 10, 20, 20, 8, 2, 2, 36, 36)]
    [InlineData(0, 0, 5, 5, 8, 0, 0, 13, 13)]
    [InlineData(90, 70, 10, 10, 100, 0, 0, 100, 80)]
    public void WithContext_Margin_StaysInsideThePicture(int x, int y, int w, int h, int margin, int ex, int ey, int ew, int eh) =>
        new PixelRectangle(x, y, w, h).WithContext(margin, 100, 80).ShouldBe(new PixelRectangle(ex, ey, ew, eh));
}
