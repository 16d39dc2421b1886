namespace SrPlugin.Imaging.Tests;

/// <summary>Pictures whose samples lie in a file: the same as those in memory.</summary>
public sealed class UnpackedPictureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("srplugin-unpacked-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static Picture Create(int channels, SampleFormat format, PictureOrientation orientation, int width = 37, int height = 150)
    {
        var image = new PlanarImage(channels, height, width);
        var random = new Random(channels);
        for (int i = 0; i < image.Data.Length; i++)
            image.Data[i] = random.NextSingle();
        return new Picture(image.ToPixels(format), PictureMetadata.Empty with
        {
            Orientation = orientation,
            Dpi = (300, 150),
            Text = PictureMetadata.Empty.Text.SetItem(PictureMetadata.CommentKey, "made by a test").SetItem("Author", "Somebody"),
        });
    }

    public static TheoryData<PictureOrientation> Orientations => [.. Enum.GetValues<PictureOrientation>()];

    [Theory]
    [MemberData(nameof(Orientations))]
    public void Read_AnyOrientation_IsThePartOfTheUprightPicture(PictureOrientation orientation)
    {
        PictureFile.Save(Create(3, SampleFormat.UInt8, orientation), PathOf("a.tif"));
        Picture whole = PictureFile.Load(PathOf("a.tif")).ApplyOrientation();
        using UnpackedPicture unpacked = PictureFile.Unpack(PathOf("a.tif"), null, PathOf("samples"), isUnpacked: false);
        using UnpackedPicture again = PictureFile.Unpack(PathOf("a.tif"), null, PathOf("samples"), isUnpacked: true);
        var area = new PixelRectangle(3, 5, 20, 11);

        (unpacked.Width, unpacked.Height).ShouldBe((whole.Pixels.Width, whole.Pixels.Height));
        (PictureFile.TryReadSize(PathOf("a.tif"))).ShouldBe((whole.Pixels.Width, whole.Pixels.Height));
        unpacked.Metadata.Dpi.ShouldBe(whole.Metadata.Dpi);
        unpacked.Read(area).Pixels.TakeBytes().ShouldBe(whole.Pixels.Crop(area).TakeBytes());
        again.Read(whole.Pixels.Bounds).Pixels.TakeBytes().ShouldBe(whole.Pixels.TakeBytes());
    }

    [Theory]
    [InlineData("a.png", 3, SampleFormat.UInt8)]
    [InlineData("a.png", 4, SampleFormat.UInt16)]
    [InlineData("a.png", 3, SampleFormat.Float32)]
    [InlineData("a.jpg", 3, SampleFormat.UInt8)]
    [InlineData("a.jpg", 4, SampleFormat.UInt16)]
    [InlineData("a.jpg", 1, SampleFormat.UInt8)]
    [InlineData("a.tif", 2, SampleFormat.UInt16)]
    [InlineData("a.tif", 3, SampleFormat.Float32)]
    [InlineData("a.webp", 4, SampleFormat.UInt8)]
    [InlineData("a.bmp", 3, SampleFormat.UInt8)]
    public void Save_OfRows_WritesTheVeryFileOfAPictureInMemory(string name, int channels, SampleFormat format)
    {
        Picture picture = Create(channels, format, PictureOrientation.TopLeft);
        PictureFormat target = PictureFile.FormatOf(name);
        byte[] expected = PictureFile.Encode(picture, target);
        var losses = new List<string>();
        Picture prepared = PictureFile.Prepare(picture, target, losses);
        using (
            PixelFile pixels = PixelFile.Open(
                PathOf("samples"), picture.Pixels.Width, picture.Pixels.Height, prepared.Pixels.Channels, prepared.Pixels.Format))
        {
            // As strips come: each prepared by itself.
            for (int top = 0; top < picture.Pixels.Height; top += 64)
            {
                Picture part = picture with { Pixels = picture.Pixels.ReadRows(top, Math.Min(64, picture.Pixels.Height - top)) };
                pixels.Write(top, PictureFile.Prepare(part, target, losses).Pixels);
            }

            PictureFile.Save(pixels, prepared.Metadata, PathOf(name), _folder, overwrite: false);
        }

        File.ReadAllBytes(PathOf(name)).ShouldBe(expected);
        Directory.EnumerateFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe([name, "samples"]);
    }

    [Fact]
    public void LoadMiddle_IsTheMiddleOfTheUprightPicture()
    {
        PictureFile.Save(Create(3, SampleFormat.UInt8, PictureOrientation.RightTop, 100, 150), PathOf("a.tif"));

        Picture middle = PictureFile.LoadMiddle(PathOf("a.tif"), null, 50);

        middle.Pixels.TakeBytes().ShouldBe(
            PictureFile.Load(PathOf("a.tif")).ApplyOrientation().Pixels.Crop(new PixelRectangle(50, 25, 50, 50)).TakeBytes());
    }

    [Fact]
    public void Unpack_DamagedFile_IsAsTellingAsLoad()
    {
        PictureFile.Save(Create(3, SampleFormat.UInt8, PictureOrientation.TopLeft), PathOf("a.png"));
        File.WriteAllBytes(PathOf("a.png"), File.ReadAllBytes(PathOf("a.png"))[..2000]);

        string expected = Should.Throw<PictureFormatException>(() => PictureFile.Load(PathOf("a.png"))).Message;
        Should.Throw<PictureFormatException>(
            () => PictureFile.Unpack(PathOf("a.png"), null, PathOf("samples"), isUnpacked: false)).Message.ShouldBe(expected);
    }
}
