using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Tests.Jobs;

/// <summary>Which part of a layer the dialog shows.</summary>
public sealed class PreviewPatchTests
{
    private static readonly Recipe Restore = new() { Mode = "restore" };

    [Fact]
    public void Of_SmallSelectionOfALargeLayer_ComputesExactlyTheSelection()
    {
        var selected = new PictureArea(1000, 700, 150, 90);

        var patch = PreviewPatch.Of(Layer(3000, 2000, selected), (1075, 745), Restore);

        patch.Computed.ShouldBe(selected);
        patch.Seen.ShouldBe(new PictureArea(963, 633, 224, 224));
        patch.Zoom.ShouldBe(2);
        patch.Corner.ShouldBe((37, 67));
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(2999, 1999, 2776, 1776)]
    public void Of_MiddleAtTheLayersEdge_StaysInTheLayer(int x, int y, int left, int top)
    {
        var patch = PreviewPatch.Of(Layer(3000, 2000, new PictureArea(0, 0, 3000, 2000)), (x, y), Restore);

        patch.Seen.ShouldBe(new PictureArea(left, top, 224, 224));
        patch.Computed.ShouldBe(patch.Seen);
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    public void Of_Enlargement_FillsTheSideAndNoMore(double scale)
    {
        var recipe = new Recipe { Mode = "upscale", Scale = scale };

        var patch = PreviewPatch.Of(Layer(3000, 2000, new PictureArea(0, 0, 3000, 2000)), (1500, 1000), recipe);

        (patch.Width * patch.Zoom).ShouldBeInRange(440, PreviewPatch.Side);
        (patch.Height * patch.Zoom).ShouldBe(patch.Width * patch.Zoom);
    }

    [Fact]
    public void Glimpse_LargeAndSmallPatch_IsTheMiddleOrNothing()
    {
        var large = PreviewPatch.Of(Layer(3000, 2000, new PictureArea(0, 0, 3000, 2000)), (1500, 1000), Restore);
        var small = PreviewPatch.Of(Layer(3000, 2000, new PictureArea(1450, 950, 100, 100)), (1500, 1000), Restore);

        large.Glimpse!.Computed.ShouldBe(new PictureArea(1444, 944, 112, 112));
        (large.Glimpse.Seen, large.Glimpse.Corner).ShouldBe((large.Seen, (56, 56)));
        small.Glimpse.ShouldBeNull();
    }

    [Fact]
    public void Of_TinyLayer_IsMagnified()
    {
        var patch = PreviewPatch.Of(Layer(40, 20, new PictureArea(0, 0, 40, 20)), (20, 10), Restore);

        patch.Seen.ShouldBe(new PictureArea(0, 0, 40, 20));
        patch.Zoom.ShouldBe(11);
    }

    private static LayerPixels Layer(int width, int height, PictureArea selected) => new()
    {
        Image = 1,
        Drawable = 2,
        Name = "layer",
        Width = width,
        Height = height,
        Offset = (0, 0),
        Channels = 3,
        SampleFormat = SampleFormat.UInt8,
        HasSelection = selected.Width < width,
        Selected = selected,
    };
}
