using SrPlugin.Imaging;
using SrPlugin.Trainer.AddSr;

namespace SrPlugin.Trainer.Tests.AddSr;

public sealed class PicturePropertiesTests
{
    [Fact]
    public void Of_WhitePicture_IsBrightGrayAndSmooth() =>
        PictureProperties.Of(Filled(1, 1, 1)).ShouldBe(["bright", "gray", "low contrast", "smooth surface"]);

    [Fact]
    public void Of_BluePicture_IsDarkColorfulAndCool() =>
        PictureProperties.Of(Filled(0, 0, 0.8f)).ShouldBe(["dark", "colorful", "cool colors", "low contrast", "smooth surface"]);

    [Fact]
    public void Of_BlackAndWhitePixels_IsContrastAndTexture()
    {
        var image = Filled(0, 0, 0);
        for (var i = 0; i < image.Data.Length; i++)
            image.Data[i] = (i + (i / image.Width)) % 2;

        PictureProperties.Of(image).ShouldBe(["gray", "high contrast", "fine texture"]);
    }

    private static PlanarImage Filled(float red, float green, float blue)
    {
        var image = new PlanarImage(3, 16, 16);
        image.Plane(0).Fill(red);
        image.Plane(1).Fill(green);
        image.Plane(2).Fill(blue);
        return image;
    }
}
