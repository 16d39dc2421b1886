using System.Runtime.InteropServices;
using SrPlugin.Gimp.Host;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Protocol;

namespace SrPlugin.Gimp.Tests.Jobs;

/// <summary>The preview's pictures.</summary>
public sealed class PatchColorsTests
{
    [Fact]
    public void Of_GreyWithAlpha_ShowsSquaresWhereItIsTransparent()
    {
        var colors = PatchColors.Of(Layer(2, SampleFormat.UInt8), 2, 1, [200, 255, 200, 0]);

        colors.Bytes.ShouldBe([200, 200, 200, 160, 160, 160]);
    }

    [Fact]
    public void Of_FloatAndSixteenBits_RoundToTheNearestOfEightBits()
    {
        byte[] floats = MemoryMarshal.AsBytes<float>([-1f, 0.5f, 2f]).ToArray(),
        words = MemoryMarshal.AsBytes<ushort>([128, 129, 65535]).ToArray();

        PatchColors.Of(Layer(3, SampleFormat.Float32), 1, 1, floats).Bytes.ShouldBe([0, 128, 255]);
        PatchColors.Of(Layer(3, SampleFormat.UInt16), 1, 1, words).Bytes.ShouldBe([0, 1, 255]);
    }

    [Fact]
    public void Enlarge_Ramp_StaysARampWithTheSameEnds()
    {
        var ramp = new PatchColors(4, 1, [.. Enumerable.Range(0, 4).SelectMany(i => Enumerable.Repeat((byte)(i * 60), 3))]);

        PatchColors large = ramp.Enlarge(16, 4);

        byte[] row = [.. large.Bytes.Take(48).Where((_, i) => i % 3 == 0)];
        row.ShouldBe(row.Order());
        (row[0], row[^1]).ShouldBe(((byte)0, (byte)180));
        large.Bytes.Length.ShouldBe(16 * 4 * 3);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 50)]
    [InlineData(1, 100)]
    public void Split_Line_KeepsTheLeftAndTakesTheRight(double line, int place)
    {
        var before = new PatchColors(50, 4, [.. Enumerable.Repeat((byte)10, 600)]);
        var after = new PatchColors(50, 4, [.. Enumerable.Repeat((byte)90, 600)]);

        PatchColors split = before.Split(after, line, 2);

        (split.Width, split.Height).ShouldBe((100, 8));
        byte[] row = [.. split.Bytes.Take(300).Where((_, i) => i % 3 == 0)];
        for (int x = 0; x < 100; x++)
        {
            if (Math.Abs(x - place) > 5)
                row[x].ShouldBe(x < place ? (byte)10 : (byte)90);
        }

        row.Contains((byte)255).ShouldBe(place is > 0 and < 100, "the line is drawn inside only");
    }

    [Fact]
    public void With_PictureThatLeavesIt_IsCutOff()
    {
        var below = new PatchColors(2, 2, new byte[12]);

        PatchColors laid = below.With(new PatchColors(2, 2, [.. Enumerable.Repeat((byte)7, 12)]), 1, 1);

        laid.Bytes.ShouldBe([0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 7, 7]);
        below.Bytes.ShouldAllBe(value => value == 0);
    }

    private static LayerPixels Layer(int channels, SampleFormat format) => new()
    {
        Image = 1,
        Drawable = 2,
        Name = "layer",
        Width = 2,
        Height = 1,
        Offset = (0, 0),
        Channels = channels,
        SampleFormat = format,
        HasSelection = false,
        Selected = new PictureArea(0, 0, 2, 1),
    };
}
