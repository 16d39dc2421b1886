namespace SrPlugin.Imaging.Tests;

public class PlanarImageTests
{
    [Fact]
    public void Clamp_AnyValue_LiesWithinZeroAndOne()
    {
        var image = new PlanarImage(1, 2, 4, [-1f, 0f, 0.25f, 1f, 2f, float.NaN, float.PositiveInfinity, float.NegativeInfinity]);

        image.Clamp().ShouldBeSameAs(image);

        image.Data.ShouldBe([0f, 0f, 0.25f, 1f, 1f, 0f, 1f, 0f]);
    }
}
