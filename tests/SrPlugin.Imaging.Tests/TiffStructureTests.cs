using SrPlugin.Imaging.Codecs;

namespace SrPlugin.Imaging.Tests;

public class TiffStructureTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ToArray_ThenParse_KeepsEveryField(bool bigEndian)
    {
        var main = new TiffDirectory();
        main[TiffDirectory.Artist] = new ExifEntry(ExifEntry.Ascii, "Somebody\0"u8.ToArray());
        main[0xFDE8] = new ExifEntry(ExifEntry.Undefined, "a field of a maker's own"u8.ToArray());
        main.Photo[0x9204] = new ExifEntry(10, [.. BitConverter.GetBytes(-7), .. BitConverter.GetBytes(3)]);
        main.Gps[1] = new ExifEntry(ExifEntry.Ascii, "N\0"u8.ToArray());
        main.Photo.Inner[TiffDirectory.InteropPointer] = new TiffDirectory { [1] = new ExifEntry(ExifEntry.Ascii, "R98\0"u8.ToArray()) };

        var back = TiffStructure.Parse(Bytes(main, bigEndian))!;

        back.BigEndian.ShouldBe(bigEndian);
        back.Pages[0][TiffDirectory.Artist].Value.ShouldBe(main[TiffDirectory.Artist].Value);
        back.Pages[0][0xFDE8].Value.ShouldBe(main[0xFDE8].Value);
        back.Pages[0].Photo[0x9204].Value.ShouldBe(main.Photo[0x9204].Value);
        back.Pages[0].Gps[1].Value.ShouldBe("N\0"u8.ToArray());
        back.Pages[0].Photo.Inner[TiffDirectory.InteropPointer][1].Value.ShouldBe("R98\0"u8.ToArray());
    }

    [Fact]
    public void ToArray_MakerNote_StaysAtItsPlace()
    {
        var main = new TiffDirectory { [0x010F] = new ExifEntry(ExifEntry.Ascii, "Some long maker's name\0"u8.ToArray()) };
        main.Photo[TiffDirectory.MakerNote] = new ExifEntry(ExifEntry.Undefined, "0123456789"u8.ToArray());
        var read = TiffStructure.Parse(Bytes(main, bigEndian: false))!;
        read.Pages[0][TiffDirectory.ImageDescription] = new ExifEntry(ExifEntry.Ascii, [.. new byte[500].Select(_ => (byte)'x'), 0]);

        var again = TiffStructure.Parse(read.ToArray())!;

        again.MakerNoteOffset.ShouldBe(read.MakerNoteOffset);
        again.Pages[0].Photo[TiffDirectory.MakerNote].Value.ShouldBe("0123456789"u8.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("II*\0")]
    [InlineData("no exif at all, really")]
    public void Parse_NoExif_IsNull(string text) => TiffStructure.Parse(System.Text.Encoding.ASCII.GetBytes(text)).ShouldBeNull();

    [Fact]
    public void Parse_DirectoryThatPointsToItself_Ends()
    {
        byte[] data = [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x69, 0x87, 4, 0, 1, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0, 0];

        TiffStructure.Parse(data).ShouldBeNull();
    }

    internal static byte[] Bytes(TiffDirectory main, bool bigEndian)
    {
        var structure = new TiffStructure { BigEndian = bigEndian };
        structure.Pages.Add(main);
        return structure.ToArray();
    }
}
