using SrPlugin.Imaging.Codecs;

namespace SrPlugin.Imaging.Tests;

public class ExifBlockTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ToArray_ThenParse_KeepsEveryField(bool bigEndian)
    {
        var block = new ExifBlock { BigEndian = bigEndian };
        block.Main[ExifBlock.Artist] = new ExifEntry(ExifEntry.Ascii, "Somebody\0"u8.ToArray());
        block.Photo[0x9204] = new ExifEntry(10, [.. BitConverter.GetBytes(-7), .. BitConverter.GetBytes(3)]);
        block.Gps[1] = new ExifEntry(ExifEntry.Ascii, "N\0"u8.ToArray());
        block.Interop[1] = new ExifEntry(ExifEntry.Ascii, "R98\0"u8.ToArray());

        var back = ExifBlock.Parse(block.ToArray())!;

        back.BigEndian.ShouldBe(bigEndian);
        back.Main[ExifBlock.Artist].Value.ShouldBe(block.Main[ExifBlock.Artist].Value);
        back.Photo[0x9204].Value.ShouldBe(block.Photo[0x9204].Value);
        back.Gps[1].Value.ShouldBe(block.Gps[1].Value);
        back.Interop[1].Value.ShouldBe(block.Interop[1].Value);
    }

    [Fact]
    public void ToArray_MakerNote_StaysAtItsPlace()
    {
        var first = new ExifBlock();
        first.Main[0x010F] = new ExifEntry(ExifEntry.Ascii, "Some long maker's name\0"u8.ToArray());
        first.Photo[ExifBlock.MakerNote] = new ExifEntry(ExifEntry.Undefined, "0123456789"u8.ToArray());
        var read = ExifBlock.Parse(first.ToArray())!;
        read.Main[ExifBlock.ImageDescription] = new ExifEntry(ExifEntry.Ascii, [.. new byte[500].Select(_ => (byte)'x'), 0]);

        var again = ExifBlock.Parse(read.ToArray())!;

        again.MakerNoteOffset.ShouldBe(read.MakerNoteOffset);
        again.Photo[ExifBlock.MakerNote].Value.ShouldBe("0123456789"u8.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("II*\0")]
    [InlineData("no exif at all, really")]
    public void Parse_NoExif_IsNull(string text) => ExifBlock.Parse(System.Text.Encoding.ASCII.GetBytes(text)).ShouldBeNull();

    [Fact]
    public void Parse_DirectoryThatPointsToItself_Ends()
    {
        byte[] data = [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x69, 0x87, 4, 0, 1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0];

        ExifBlock.Parse(data).ShouldBeNull();
    }
}
