using SrPlugin.Imaging.Codecs;

namespace SrPlugin.Imaging.Tests;

public class PictureFileTests
{
    public static TheoryData<PictureFormat, int, SampleFormat> Lossless
    {
        get
        {
            var data = new TheoryData<PictureFormat, int, SampleFormat>();
            for (var channels = 1; channels <= 4; channels++)
            {
                data.Add(PictureFormat.Png, channels, SampleFormat.UInt8);
                data.Add(PictureFormat.Png, channels, SampleFormat.UInt16);
                foreach (var format in Enum.GetValues<SampleFormat>())
                    data.Add(PictureFormat.Tiff, channels, format);
            }

            data.Add(PictureFormat.WebP, 3, SampleFormat.UInt8);
            data.Add(PictureFormat.WebP, 4, SampleFormat.UInt8);
            data.Add(PictureFormat.Bmp, 1, SampleFormat.UInt8);
            data.Add(PictureFormat.Bmp, 3, SampleFormat.UInt8);
            data.Add(PictureFormat.Bmp, 4, SampleFormat.UInt8);
            return data;
        }
    }

    public static TheoryData<PictureFormat> Formats =>
        [PictureFormat.Png, PictureFormat.Jpeg, PictureFormat.WebP, PictureFormat.Tiff, PictureFormat.Bmp];

    [Theory]
    [MemberData(nameof(Lossless))]
    public void Decode_LosslessFormat_ReturnsEveryBit(PictureFormat format, int channels, SampleFormat sampleFormat)
    {
        foreach (var (width, height) in new[] { (1, 1), (7, 3), (1, 65), (301, 2), (64, 200) })
        {
            foreach (
                var pixels in new[]
                {
                    Pictures.Noise(width, height, channels, sampleFormat, 1),
                    Pictures.Waves(width, height, channels, sampleFormat),
                })
            {
                if (pixels.HasAlpha)
                    pixels.RowBytes(0)[..(channels * pixels.BytesPerSample)].Clear();

                var back = PictureFile.Decode(PictureFile.Encode(new Picture(pixels), format)).Pixels;

                (back.Width, back.Height, back.Channels, back.Format).ShouldBe((width, height, channels, sampleFormat));
                back.Bytes.SequenceEqual(pixels.Bytes).ShouldBeTrue();
            }
        }
    }

    [Theory]
    [InlineData(PictureFormat.Jpeg, 1)]
    [InlineData(PictureFormat.Jpeg, 3)]
    [InlineData(PictureFormat.WebP, 3)]
    [InlineData(PictureFormat.WebP, 4)]
    public void Decode_LossyFormat_IsClose(PictureFormat format, int channels)
    {
        var pixels = Pictures.Waves(97, 61, channels, SampleFormat.UInt8);
        if (pixels.HasAlpha)
        {
            for (var i = 3; i < pixels.Bytes.Length; i += 4)
                pixels.Bytes[i] = 255;
        }

        var high = PictureFile.Encode(new Picture(pixels), format, new PictureSaveOptions { Quality = 95 });
        var low = PictureFile.Encode(new Picture(pixels), format, new PictureSaveOptions { Quality = 30 });

        low.Length.ShouldBeLessThan(high.Length);
        ImageQuality.PsnrY(pixels, PictureFile.Decode(high).Pixels).ShouldBeGreaterThan(40);
        ImageQuality.PsnrY(pixels, PictureFile.Decode(low).Pixels).ShouldBeGreaterThan(26);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Encode_AnyPixels_FitsThemIntoTheFormat(PictureFormat format)
    {
        foreach (var sampleFormat in Enum.GetValues<SampleFormat>())
        {
            for (var channels = 1; channels <= 4; channels++)
            {
                var pixels = Pictures.Waves(33, 21, channels, sampleFormat);

                var back = PictureFile.Decode(PictureFile.Encode(new Picture(pixels), format)).Pixels;

                (back.Width, back.Height).ShouldBe((33, 21));
                back.HasAlpha.ShouldBe(pixels.HasAlpha && format != PictureFormat.Jpeg);
                var expected = format == PictureFormat.Jpeg
                    ? AlphaChannel.Flatten(PlanarImage.FromPixels(pixels), 1)
                    : PlanarImage.FromPixels(pixels);
                ImageQuality.PsnrY(PlanarImage.FromPixels(back), expected).ShouldBeGreaterThan(40);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Decode_Metadata_IsKept(PictureFormat format)
    {
        var metadata = new PictureMetadata
        {
            IccProfile = Profile("p3"),
            Exif = SampleExif(bigEndian: false),
            Orientation = PictureOrientation.RightTop,
            Dpi = (300, 150),
            Text = PictureMetadata.Empty.Text.Add(PictureMetadata.CommentKey, "srplugin upscale ×4 μ=0.5").Add("Software", "SrPlugin"),
        };

        var back =
            PictureFile.Decode(PictureFile.Encode(new Picture(Pictures.Waves(20, 10, 3, SampleFormat.UInt8), metadata), format)).Metadata;

        back.Dpi!.Value.X.ShouldBe(300, 0.02);
        back.Dpi!.Value.Y.ShouldBe(150, 0.02);
        if (format == PictureFormat.Bmp)
            return;
        back.IccProfile.ShouldBe(metadata.IccProfile);
        back.Orientation.ShouldBe(PictureOrientation.RightTop);
        back.Text[PictureMetadata.CommentKey].ShouldBe("srplugin upscale ×4 μ=0.5");
        back.Text["Software"].ShouldBe("SrPlugin");
        var exif = TiffStructure.Parse(back.Exif)!.Pages[0];
        exif[0x010F].Value.ShouldBe("Maker\0"u8.ToArray());
        exif[0x4746].FirstInteger().ShouldBe(5, "the rating");
        exif.Photo[0x829A].FirstRational()!.Value.ShouldBe(1 / 125.0, 1e-9);
        exif.Photo[TiffDirectory.PixelXDimension].FirstInteger().ShouldBe(20);
        exif.Gps[2].Value.Length.ShouldBe(24);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Encode_AppliedOrientation_IsResetInTheFile(PictureFormat format)
    {
        var turned = new Picture(
            Pictures.Waves(20, 10, 3, SampleFormat.UInt8),
            new PictureMetadata { Exif = SampleExif(bigEndian: true), Orientation = PictureOrientation.RightTop }).ApplyOrientation();

        var back = PictureFile.Decode(PictureFile.Encode(turned, format));

        (back.Pixels.Width, back.Pixels.Height).ShouldBe((10, 20));
        back.Metadata.Orientation.ShouldBe(PictureOrientation.TopLeft);
    }

    [Fact]
    public void Encode_ProfileOfAnotherModel_IsLeftOut()
    {
        var grey = new Picture(Pictures.Waves(8, 8, 1, SampleFormat.UInt8), new PictureMetadata { IccProfile = Profile("p3") });

        PictureFile.Decode(PictureFile.Encode(grey, PictureFormat.Png)).Metadata.IccProfile.ShouldBeNull();
    }

    [Theory]
    [InlineData("chelsea.png", 451, 300, 3)]
    [InlineData("rocket.jpg", 640, 427, 3)]
    [InlineData("brick.png", 512, 512, 1)]
    public void Load_Photo_HasItsShape(string name, int width, int height, int channels)
    {
        var pixels = PictureFile.Load(Pictures.FixturePath(name)).Pixels;

        (pixels.Width, pixels.Height, pixels.Channels, pixels.Format).ShouldBe((width, height, channels, SampleFormat.UInt8));
    }

    [Fact]
    public void Load_WrongExtension_GoesByTheContent()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("really-a.jpg");
        File.Copy(Pictures.FixturePath("text.png"), path);

        PictureFile.Load(path).Pixels.Width.ShouldBe(448);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello, this is text")]
    [InlineData("GIF89a..........")]
    public void Load_NoPicture_NamesTheFile(string content)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("broken.png");
        File.WriteAllText(path, content);

        Should.Throw<PictureFormatException>(() => PictureFile.Load(path)).Message.ShouldContain(path);
    }

    [Fact]
    public void Save_ExistingFile_IsReplacedAndNothingElseLeft()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("out.PNG");
        File.WriteAllText(path, "old");

        PictureFile.Save(new Picture(Pictures.Waves(5, 4, 4, SampleFormat.UInt16)), path);

        PictureFile.Load(path).Pixels.Format.ShouldBe(SampleFormat.UInt16);
        Directory.GetFiles(folder.Path).ShouldBe([path]);
    }

    [Fact]
    public void Save_ExistingFileThatMayNotBeReplaced_IsKeptAndNothingElseLeft()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("out.png");
        File.WriteAllText(path, "old");

        Should.Throw<IOException>(
            () => PictureFile.Save(new Picture(new PixelBuffer(1, 1, 1, SampleFormat.UInt8)), path, overwrite: false));

        File.ReadAllText(path).ShouldBe("old");
        Directory.GetFiles(folder.Path).ShouldBe([path]);
        PictureFile.Save(new Picture(new PixelBuffer(2, 1, 1, SampleFormat.UInt8)), folder.File("new.png"), overwrite: false);
        PictureFile.Load(folder.File("new.png")).Pixels.Width.ShouldBe(2);
    }

    [Fact]
    public void Save_Failure_LeavesTheOldFileAndNoTemporary()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("taken.png");
        Directory.CreateDirectory(Path.Combine(path, "not empty"));

        Should.Throw<Exception>(() => PictureFile.Save(new Picture(new PixelBuffer(1, 1, 1, SampleFormat.UInt8)), path))
            .ShouldBeAssignableTo<SystemException>();

        Directory.GetFiles(folder.Path).ShouldBeEmpty();
        Should.Throw<PictureFormatException>(
            () => PictureFile.Save(new Picture(new PixelBuffer(1, 1, 1, SampleFormat.UInt8)), folder.File("x.gif")));
        Should.Throw<IOException>(
            () => PictureFile.Save(new Picture(new PixelBuffer(1, 1, 1, SampleFormat.UInt8)), folder.File("none/x.png")));
    }

    [Fact]
    public void Encode_TooLargeForWebP_SaysSo() =>
        Should.Throw<PictureFormatException>(
            () => PictureFile.Encode(new Picture(new PixelBuffer(16_384, 1, 3, SampleFormat.UInt8)), PictureFormat.WebP))
            .Message.ShouldContain("16383");

    [Fact]
    public void Encode_QualityOutOfRange_Throws() =>
        Should.Throw<ArgumentException>(() => PictureFile.Encode(
            new Picture(new PixelBuffer(1, 1, 3, SampleFormat.UInt8)), PictureFormat.Jpeg, new PictureSaveOptions { Quality = 0 }));

    private static byte[] Profile(string name) => NetVips.Image.ProfileLoad(name);

    private static byte[] SampleExif(bool bigEndian)
    {
        var main = new TiffDirectory
        {
            [0x010F] = new ExifEntry(ExifEntry.Ascii, "Maker\0"u8.ToArray()),
            [TiffDirectory.Orientation] = ExifEntry.OfShorts(6),
            [0x4746] = ExifEntry.OfShorts(5),
        };
        main.Photo[0x829A] = ExifEntry.OfLongs(1, 125) with { Type = ExifEntry.Rational };
        main.Gps[2] = ExifEntry.OfLongs(48, 1, 8, 1, 0, 1) with { Type = ExifEntry.Rational };
        return TiffStructureTests.Bytes(main, bigEndian);
    }
}
