namespace SrPlugin.Imaging.Tests;

public class AlphaChannelTests
{
    [Fact]
    public void BleedColors_HiddenPixels_TakeTheVisibleColour()
    {
        var image = new PlanarImage(4, 40, 60);
        for (var y = 0; y < 40; y++)
        {
            for (var x = 0; x < 60; x++)
            {
                var visible = x is >= 20 and < 30 && y is >= 10 and < 20;
                image.Row(0, y)[x] = visible ? 0.8f : 0f;
                image.Row(1, y)[x] = visible ? 0.3f : 1f;
                image.Row(2, y)[x] = visible ? 0.1f : 1f;
                image.Row(3, y)[x] = visible ? 1f : 0f;
            }
        }

        var result = AlphaChannel.BleedColors(image);

        result.Plane(0).ToArray().ShouldAllBe(v => Math.Abs(v - 0.8f) < 1e-5f);
        result.Plane(1).ToArray().ShouldAllBe(v => Math.Abs(v - 0.3f) < 1e-5f);
        result.Plane(3).SequenceEqual(image.Plane(3)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 77)]
    [InlineData(77, 1)]
    [InlineData(33, 65)]
    public void BleedColors_VisiblePixels_StayExactAndHiddenStayInRange(int width, int height)
    {
        var image = Pictures.NoisePlanes(4, height, width, 1);
        foreach (ref var alpha in image.Plane(3))
            alpha = alpha < 0.8f ? 0 : alpha;
        image.Plane(3)[0] = 0.5f;

        var result = AlphaChannel.BleedColors(image);

        for (var i = 0; i < width * height; i++)
        {
            for (var c = 0; c < 3; c++)
            {
                if (image.Plane(3)[i] > 0)
                    result.Plane(c)[i].ShouldBe(image.Plane(c)[i]);
                else
                    result.Plane(c)[i].ShouldBeInRange(0, 1);
            }
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1f)]
    public void BleedColors_NothingToDo_IsACopy(float alpha)
    {
        var image = Pictures.NoisePlanes(2, 5, 6, 1);
        image.Plane(1).Fill(alpha);

        AlphaChannel.BleedColors(image).Data.ShouldBe(image.Data);
    }

    [Fact]
    public void Resize_InvisibleNeighbourOfAnotherColour_DoesNotTint()
    {
        // Left half red and opaque, right half green and invisible.
        var image = new PlanarImage(4, 8, 16);
        for (var y = 0; y < 8; y++)
        {
            image.Row(0, y)[..8].Fill(1);
            image.Row(1, y)[8..].Fill(1);
            image.Row(3, y)[..8].Fill(1);
        }

        foreach (var (width, height) in new[] { (37, 19), (5, 3), (16, 30) })
        {
            var result = AlphaChannel.Resize(image, width, height, ResampleFilter.Bicubic);

            result.Plane(0).ToArray().ShouldAllBe(v => Math.Abs(v - 1) < 1e-4f);
            result.Plane(1).ToArray().ShouldAllBe(v => Math.Abs(v) < 1e-4f);
            result.Plane(3).ToArray().ShouldAllBe(v => v >= 0 && v <= 1);
        }
    }

    [Fact]
    public void Resize_HalfTransparentPair_WeighsByAlpha()
    {
        var image = new PlanarImage(2, 1, 2, [1f, 0f, 0.25f, 0.75f]);

        var result = AlphaChannel.Resize(image, 1, 1, ResampleFilter.Area);

        result.Data[0].ShouldBe(0.25f, 1e-6f);
        result.Data[1].ShouldBe(0.5f, 1e-6f);
    }

    [Fact]
    public void Flatten_OverWhite_MixesByAlpha() =>
        AlphaChannel.Flatten(new PlanarImage(2, 1, 3, [0.2f, 0.2f, 0.2f, 0f, 0.5f, 1f]), 1).Data.ShouldBe([1f, 0.6f, 0.2f], 1e-6f);

    [Fact]
    public void WithChannels_GreyToRgbaAndBack_KeepsTheValues()
    {
        var image = Pictures.NoisePlanes(1, 4, 5, 1);

        var rgba = image.WithChannels(4);

        rgba.Plane(2).SequenceEqual(image.Plane(0)).ShouldBeTrue();
        rgba.Plane(3).ToArray().ShouldAllBe(v => v == 1f);
        rgba.WithChannels(1).Data.ShouldBe(image.Data, 1e-6f);
    }
}
