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

        // Same tables, same filters: what is left are the codec's integer roundings. (At high quality this codec keeps full chroma, which photos on the net rarely have.)
        var difference = ours.Data.Zip(codec.Data, (a, b) => Math.Abs(a - b) * 255).ToArray();
        difference.Average().ShouldBeLessThan(1);
    }

    [Fact]
    public void Apply_LowerQuality_FartherFromTheOriginal()
    {
        var qualities = new[] { 95, 75, 50, 20, 5 }.Select(quality => ImageQuality.PsnrY(JpegArtifacts.Apply(s_picture, quality), s_picture)).ToArray();

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
