namespace SrPlugin.Imaging.Tests;

public class PictureTests
{
    // The stored picture is  a b c   as 1 2 3
    //                        d e f      4 5 6
    [Theory]
    [InlineData(PictureOrientation.TopLeft, 3, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(PictureOrientation.TopRight, 3, new byte[] { 3, 2, 1, 6, 5, 4 })]
    [InlineData(PictureOrientation.BottomRight, 3, new byte[] { 6, 5, 4, 3, 2, 1 })]
    [InlineData(PictureOrientation.BottomLeft, 3, new byte[] { 4, 5, 6, 1, 2, 3 })]
    [InlineData(PictureOrientation.LeftTop, 2, new byte[] { 1, 4, 2, 5, 3, 6 })]
    [InlineData(PictureOrientation.RightTop, 2, new byte[] { 4, 1, 5, 2, 6, 3 })]
    [InlineData(PictureOrientation.RightBottom, 2, new byte[] { 6, 3, 5, 2, 4, 1 })]
    [InlineData(PictureOrientation.LeftBottom, 2, new byte[] { 3, 6, 2, 5, 1, 4 })]
    public void ApplyOrientation_EachValue_ShowsThePictureUpright(PictureOrientation orientation, int width, byte[] expected)
    {
        var picture = new Picture(
            new PixelBuffer(3, 2, 1, SampleFormat.UInt8, [1, 2, 3, 4, 5, 6]),
            new PictureMetadata { Orientation = orientation, Dpi = (72, 144) });

        var upright = picture.ApplyOrientation();

        upright.Pixels.Width.ShouldBe(width);
        upright.Pixels.Bytes.ToArray().ShouldBe(expected);
        upright.Metadata.Orientation.ShouldBe(PictureOrientation.TopLeft);
        upright.Metadata.Dpi.ShouldBe(width == 3 ? (72, 144) : (144, 72));
    }

    [Fact]
    public void ApplyOrientation_SixteenBitRgb_MovesWholePixels()
    {
        var pixels = Pictures.Noise(5, 4, 3, SampleFormat.UInt16, 1);

        var turned = new Picture(pixels, new PictureMetadata { Orientation = PictureOrientation.RightTop }).ApplyOrientation().Pixels;

        for (var y = 0; y < 4; y++)
        {
            for (var x = 0; x < 5; x++)
                turned.Row<ushort>(x).Slice(3 * (3 - y), 3).SequenceEqual(pixels.Row<ushort>(y).Slice(3 * x, 3)).ShouldBeTrue();
        }
    }
}
