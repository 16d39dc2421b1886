using static System.Buffers.Binary.BinaryPrimitives;

namespace SrPlugin.Imaging.Tests;

public class BmpReadingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void Decode_Palette_IsExpanded(int bits)
    {
        // 0 blue-ish, 1 grey, as B G R 0.
        var file = Make(9, 2, bits, 0, [200, 10, 20, 0, 50, 50, 50, 0], bits switch
        {
            1 => [[0b10100000, 0b10000000], [0b00000001, 0]],
            4 => [[0x10, 0x10, 0, 0, 0x10], [0, 0, 0, 0x01, 0]],
            _ => [[1, 0, 1, 0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0, 0, 1, 0]],
        });

        var pixels = PictureFile.Decode(file).Pixels;

        pixels.Channels.ShouldBe(3);
        pixels.RowBytes(1)[..9].ToArray().ShouldBe([50, 50, 50, 20, 10, 200, 50, 50, 50]);
        pixels.RowBytes(1)[24..].ToArray().ShouldBe([50, 50, 50]);
        pixels.RowBytes(0)[21..24].ToArray().ShouldBe([50, 50, 50]);
    }

    [Fact]
    public void Decode_SixteenBits_AreScaled()
    {
        var file = Make(2, 1, 16, 0, [], [[0xFF, 0x7F, 0x00, 0x40]]);

        PictureFile.Decode(file).Pixels.Bytes.ToArray().ShouldBe([255, 255, 255, 132, 0, 0]);
    }

    [Fact]
    public void Decode_BitFields565_AreScaled()
    {
        var file = Make(2, 1, 16, 3, [0, 0xF8, 0, 0, 0xE0, 0x07, 0, 0, 0x1F, 0, 0, 0], [[0xE0, 0x07, 0x1F, 0x00]]);

        PictureFile.Decode(file).Pixels.Bytes.ToArray().ShouldBe([0, 255, 0, 0, 0, 255]);
    }

    [Fact]
    public void Decode_TopDown_KeepsTheOrder()
    {
        var file = Make(1, 2, 24, 0, [], [[1, 2, 3], [4, 5, 6]]);
        WriteInt32LittleEndian(file.AsSpan(22), -2);

        PictureFile.Decode(file).Pixels.Bytes.ToArray().ShouldBe([3, 2, 1, 6, 5, 4]);
    }

    [Fact]
    public void Decode_CutOff_Throws()
    {
        var file = Make(4, 4, 24, 0, [], [new byte[12], new byte[12], new byte[12], new byte[12]]);
        for (var length = 2; length < file.Length; length++)
            Should.Throw<PictureFormatException>(() => PictureFile.Decode(file[..length]));
    }

    [Fact]
    public void Decode_RunLengths_AreExpanded()
    {
        // Three times colour 1, end of the picture.
        var file = Make(3, 1, 8, 1, [200, 10, 20, 0, 50, 60, 70, 0], [[3, 1, 0, 1]]);

        PictureFile.Decode(file).Pixels.Bytes.ToArray().ShouldBe([70, 60, 50, 70, 60, 50, 70, 60, 50]);
    }

    private static byte[] Make(int width, int height, int bits, int compression, byte[] after, byte[][] rows)
    {
        var stride = ((width * bits) + 31) / 32 * 4;
        var file = new byte[54 + after.Length + (stride * height)];
        "BM"u8.CopyTo(file);
        WriteInt32LittleEndian(file.AsSpan(10), 54 + after.Length);
        WriteInt32LittleEndian(file.AsSpan(14), 40);
        WriteInt32LittleEndian(file.AsSpan(18), width);
        WriteInt32LittleEndian(file.AsSpan(22), height);
        WriteInt16LittleEndian(file.AsSpan(28), (short)bits);
        WriteInt32LittleEndian(file.AsSpan(30), compression);
        WriteInt32LittleEndian(file.AsSpan(46), bits <= 8 ? after.Length / 4 : 0);
        after.CopyTo(file, 54);
        for (var y = 0; y < height; y++)
            rows[y].CopyTo(file, 54 + after.Length + (y * stride));
        return file;
    }
}
