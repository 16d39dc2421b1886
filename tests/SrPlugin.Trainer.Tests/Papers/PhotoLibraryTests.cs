using SrPlugin.Imaging;
using SrPlugin.Trainer.Papers;
using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Tests.Papers;

public sealed class PhotoLibraryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("srplugin-photos-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Crop_FolderWithSmallAndLargePhotos_TakesTheLargeOnesAndContinuesThemByTheirMirrorImage()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "below"));
        Write("below/large.png", 48, 40, x => x / 48f);
        Write("small.png", 8, 8, _ => 0.999f);
        var library = new PhotoLibrary(
            new PaperData { Photos = [new PhotoFolder { Folder = _folder }], CropSize = 64, FewestPixels = 1000, FewestBytes = 0 });

        library.Count.ShouldBe(2);
        for (var seed = 0UL; seed < 8; seed++)
        {
            var crop = library.Crop(new SeededRandom(seed));

            (crop.Width, crop.Height).ShouldBe((64, 64));
            var row = crop.Row(0, 10).ToArray();
            for (var i = 1; i < 16; i++)
                row[47 + i].ShouldBe(row[47 - i], 1e-6f);
            crop.Row(0, 39 + 5).ToArray().ShouldBe(crop.Row(0, 39 - 5).ToArray());
        }
    }

    [Fact]
    public void Crop_OnlySmallPhotos_SaysWhatToChange()
    {
        Write("small.png", 8, 8, _ => 0.5f);
        var library = new PhotoLibrary(
            new PaperData { Photos = [new PhotoFolder { Folder = _folder }], CropSize = 64, FewestPixels = 1000, FewestBytes = 0 });

        Should.Throw<InvalidDataException>(() => library.Crop(new SeededRandom(1))).Message.ShouldContain("fewestPixels");
    }

    private void Write(string name, int width, int height, Func<int, float> value)
    {
        var image = new PlanarImage(3, height, width);
        for (var i = 0; i < image.Data.Length; i++)
            image.Data[i] = value(i % width);
        PictureFile.Save(new Picture(image.ToPixels(SampleFormat.UInt8)), Path.Combine(_folder, name));
    }
}
