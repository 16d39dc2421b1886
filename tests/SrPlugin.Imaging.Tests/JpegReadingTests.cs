using SrPlugin.Imaging.Codecs;

namespace SrPlugin.Imaging.Tests;

public class JpegReadingTests
{
    [Fact]
    public void Decode_CutOff_Throws()
    {
        var file = File.ReadAllBytes(Pictures.FixturePath("rocket.jpg"));
        for (var length = 3; length < file.Length - 100; length += file.Length / 37)
            Should.Throw<PictureFormatException>(() => PictureFile.Decode(file[..length]));
    }

    [Fact]
    public void Decode_GarbageAmongThePixels_Throws()
    {
        var file = File.ReadAllBytes(Pictures.FixturePath("rocket.jpg"));
        new Random(1).NextBytes(file.AsSpan(file.Length / 2, 400));

        Should.Throw<PictureFormatException>(() => PictureFile.Decode(file)).Format.ShouldBe(PictureFormat.Jpeg);
    }

    [Fact]
    public void Decode_BytesAfterTheEnd_AreIgnored()
    {
        var file = File.ReadAllBytes(Pictures.FixturePath("rocket.jpg"));

        var pixels = PictureFile.Decode([.. file, .. new byte[500]]).Pixels;

        pixels.Bytes.SequenceEqual(PictureFile.Decode(file).Pixels.Bytes).ShouldBeTrue();
    }

    [Fact]
    public void Encode_ExifTooLargeForASegment_DropsTheMakerNoteOnly()
    {
        var main = new TiffDirectory { [0x010F] = new ExifEntry(ExifEntry.Ascii, "Maker\0"u8.ToArray()) };
        main.Photo[TiffDirectory.MakerNote] = new ExifEntry(ExifEntry.Undefined, new byte[70_000]);
        var picture = new Picture(
            Pictures.Waves(8, 8, 3, SampleFormat.UInt8), new PictureMetadata { Exif = TiffStructureTests.Bytes(main, bigEndian: false) });
        var losses = new List<string>();

        var back =
            TiffStructure.Parse(
                PictureFile.Decode(PictureFile.Encode(picture, PictureFormat.Jpeg, losses: losses)).Metadata.Exif)!.Pages[0];

        back.ShouldContainKey((ushort)0x010F);
        back.Photo.ShouldNotContainKey(TiffDirectory.MakerNote);
        losses.ShouldHaveSingleItem().ShouldContain("maker's notes");
    }

    [Fact]
    public void Encode_OneFieldTooLargeForASegment_DropsThatFieldOnlyAndSaysSo()
    {
        var main = new TiffDirectory
        {
            [0x010F] = new ExifEntry(ExifEntry.Ascii, "Maker\0"u8.ToArray()),
            [0x9C9C] = new ExifEntry(1, new byte[80_000]),
        };
        var picture = new Picture(
            Pictures.Waves(8, 8, 3, SampleFormat.UInt8), new PictureMetadata { Exif = TiffStructureTests.Bytes(main, bigEndian: false) });
        var losses = new List<string>();

        var back =
            TiffStructure.Parse(
                PictureFile.Decode(PictureFile.Encode(picture, PictureFormat.Jpeg, losses: losses)).Metadata.Exif)!.Pages[0];

        back.ShouldContainKey((ushort)0x010F);
        losses.ShouldHaveSingleItem().ShouldContain("40092");
    }
}
