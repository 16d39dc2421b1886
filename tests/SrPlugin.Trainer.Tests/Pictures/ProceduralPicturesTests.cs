using SrPlugin.Trainer.Pictures;

namespace SrPlugin.Trainer.Tests.Pictures;

public sealed class ProceduralPicturesTests
{
    [Fact]
    public void Generate_SameSeedAndIndex_SamePixels()
    {
        var first = new ProceduralPictures(5).Generate(96, 3);
        var again = new ProceduralPictures(5).Generate(96, 3);

        again.Data.ShouldBe(first.Data);
    }

    [Fact]
    public void Generate_OtherIndexOrSeed_OtherPixels()
    {
        var picture = new ProceduralPictures(5).Generate(96, 3).Data;

        new ProceduralPictures(5).Generate(96, 4).Data.ShouldNotBe(picture);
        new ProceduralPictures(6).Generate(96, 3).Data.ShouldNotBe(picture);
    }

    [Fact]
    public void Generate_ManyPictures_AreInRangeAndHaveContrast()
    {
        var pictures = new ProceduralPictures(1);
        for (var i = 0; i < 12; i++)
        {
            var data = pictures.Generate(96, i).Data;

            data.Min().ShouldBeGreaterThanOrEqualTo(0);
            data.Max().ShouldBeLessThanOrEqualTo(1);
            (data.Max() - data.Min()).ShouldBeGreaterThan(0.15f);
        }
    }

    [Fact]
    public void Generate_TooSmall_Throws() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new ProceduralPictures(1).Generate(16, 0));
}
