using SrPlugin.Imaging;
using SrPlugin.Trainer.Degradations;
using SrPlugin.Trainer.Pictures;

namespace SrPlugin.Trainer.Tests.Degradations;

public sealed class JpegArtifactsTests
{
    private static readonly PlanarImage s_picture = new ProceduralPictures(8).Generate(96, 2);

    [Theory]
    [InlineData(96, 96, 75)]
    [InlineData(96, 96, 40)]
    [InlineData(53, 71, 75)]
    public void Apply_AnyQuality_DoesWhatTheCodecDoes(int width, int height, int quality)
    {
        var source = s_picture.Crop(new PixelRectangle(0, 0, width, height));
        var file = PictureFile.Encode(
            new Picture(source.ToPixels(SampleFormat.UInt8)), PictureFormat.Jpeg, new PictureSaveOptions { Quality = quality });
        var codec = PlanarImage.FromPixels(PictureFile.Decode(file).Pixels);

        var ours = JpegArtifacts.Apply(source, quality);

        // Same tables, same filters: what is left are the codec's integer roundings. (At high quality this codec keeps full chroma, which
        // photos on the net rarely have.)
        var difference = ours.Data.Zip(codec.Data, (a, b) => Math.Abs(a - b) * 255).ToArray();
        difference.Average().ShouldBeLessThan(1);
    }

    [Fact]
    public void Apply_FullChroma_KeepsFineColours()
    {
        var stripes = new PlanarImage(3, 32, 32);
        for (var i = 0; i < 32 * 32; i++)
            (stripes.Plane(0)[i], stripes.Plane(2)[i]) = i % 2 == 0 ? (0.8f, 0.3f) : (0.3f, 0.8f);

        var full = JpegArtifacts.Apply(stripes, 95, fullChroma: true);

        ImageError(full, stripes).ShouldBeLessThan(ImageError(JpegArtifacts.Apply(stripes, 95), stripes) / 4);

        static double ImageError(PlanarImage a, PlanarImage b) => a.Data.Zip(b.Data, (x, y) => Math.Abs(x - y)).Average();
    }

    [Theory]
    [InlineData(3, 5, false)]
    [InlineData(8, 1, true)]
    [InlineData(15, 15, false)]
    public void Apply_ShiftedBlocks_EqualsAPictureCroppedAfterwards(int shiftX, int shiftY, bool fullChroma)
    {
        // A picture whose first columns and rows repeat its edge, as the shift extends it.
        var part = s_picture.Crop(new PixelRectangle(20, 20, 48, 48));
        var extended = new PlanarImage(3, 48 + shiftY, 48 + shiftX);
        for (var c = 0; c < 3; c++)
        {
            for (var y = 0; y < extended.Height; y++)
            {
                for (var x = 0; x < extended.Width; x++)
                    extended.Row(c, y)[x] = part.Row(c, Math.Max(0, y - shiftY))[Math.Max(0, x - shiftX)];
            }
        }

        var expected = JpegArtifacts.Apply(extended, 40, fullChroma).Crop(new PixelRectangle(shiftX, shiftY, 48, 48));

        JpegArtifacts.Apply(part, 40, fullChroma, shiftX, shiftY).Data.ShouldBe(expected.Data);
    }

    [Fact]
    public void Apply_LowerQuality_FartherFromTheOriginal()
    {
        var qualities =
            new[] { 95, 75, 50, 20, 5 }.Select(quality => ImageQuality.PsnrY(JpegArtifacts.Apply(s_picture, quality), s_picture)).ToArray();

        qualities.ShouldBe(qualities.OrderDescending());
    }

    [Fact]
    public void Apply_OnePixel_KeepsItsColourNearly()
    {
        var pixel = new PlanarImage(3, 1, 1, [0.2f, 0.5f, 0.8f]);

        var result = JpegArtifacts.Apply(pixel, 95);

        result.Data.Zip(pixel.Data, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(0.02f);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void Apply_QualityOutOfRange_Throws(int quality) =>
        Should.Throw<ArgumentOutOfRangeException>(() => JpegArtifacts.Apply(s_picture, quality));

    [Fact]
    public void Apply_Grey_Throws() => Should.Throw<ArgumentException>(() => JpegArtifacts.Apply(new PlanarImage(1, 8, 8), 75));
}
