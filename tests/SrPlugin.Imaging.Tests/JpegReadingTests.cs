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
        var block = new Codecs.ExifBlock();
        block.Main[0x010F] = new Codecs.ExifEntry(Codecs.ExifEntry.Ascii, "Maker\0"u8.ToArray());
        block.Photo[Codecs.ExifBlock.MakerNote] = new Codecs.ExifEntry(Codecs.ExifEntry.Undefined, new byte[70_000]);
        var picture = new Picture(Pictures.Waves(8, 8, 3, SampleFormat.UInt8), new PictureMetadata { Exif = block.ToArray() });

        var back = Codecs.ExifBlock.Parse(PictureFile.Decode(PictureFile.Encode(picture, PictureFormat.Jpeg)).Metadata.Exif)!;

        back.Main.ShouldContainKey((ushort)0x010F);
        back.Photo.ShouldNotContainKey(Codecs.ExifBlock.MakerNote);
    }
}
