using SrPlugin.Imaging.Tests.Crafted;

namespace SrPlugin.Imaging.Tests;

public class PngReadingTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(4, true)]
    [InlineData(8, true)]
    [InlineData(16, false)]
    [InlineData(16, true)]
    public void Decode_Grey_IsScaledToFullRange(int depth, bool interlaced)
    {
        var max = (1 << depth) - 1;
        var pixels = PictureFile.Decode(PngMaker.Make(13, 11, 0, depth, (x, y, _) => Value(x, y, 0, depth), interlaced)).Pixels;

        (pixels.Channels, pixels.Format).ShouldBe((1, depth == 16 ? SampleFormat.UInt16 : SampleFormat.UInt8));
        Each(13, 11, (x, y) => Sample(pixels, x, y, 0).ShouldBe(depth == 16 ? Value(x, y, 0, 16) : Value(x, y, 0, depth) * 255 / max));
    }

    [Theory]
    [InlineData(2, 8, false)]
    [InlineData(2, 8, true)]
    [InlineData(2, 16, true)]
    [InlineData(4, 8, true)]
    [InlineData(4, 16, false)]
    [InlineData(6, 8, true)]
    [InlineData(6, 16, true)]
    public void Decode_ColorAndAlpha_AreExact(int colorType, int depth, bool interlaced)
    {
        var channels = colorType switch { 2 => 3, 4 => 2, _ => 4 };
        var pixels = PictureFile.Decode(PngMaker.Make(13, 11, colorType, depth, (x, y, c) => Value(x, y, c, depth), interlaced)).Pixels;

        pixels.Channels.ShouldBe(channels);
        Each(13, 11, (x, y) =>
        {
            for (var c = 0; c < channels; c++)
                Sample(pixels, x, y, c).ShouldBe(Value(x, y, c, depth));
        });
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(4, false)]
    [InlineData(8, true)]
    public void Decode_Palette_IsExpanded(int depth, bool transparent)
    {
        var count = Math.Min(1 << depth, 200);
        var palette = new byte[3 * count];
        new Random(1).NextBytes(palette);
        byte[]? alpha = transparent ? [0, 100, 255] : null;
        int Index(int x, int y) => Value(x, y, 0, 8) % count;

        var pixels = PictureFile.Decode(PngMaker.Make(13, 11, 3, depth, (x, y, _) => Index(x, y), true, palette, alpha)).Pixels;

        pixels.Channels.ShouldBe(transparent ? 4 : 3);
        Each(13, 11, (x, y) =>
        {
            for (var c = 0; c < 3; c++)
                Sample(pixels, x, y, c).ShouldBe(palette[(3 * Index(x, y)) + c]);
            if (transparent)
                Sample(pixels, x, y, 3).ShouldBe(Index(x, y) < 3 ? alpha![Index(x, y)] : 255);
        });
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(0, 8)]
    [InlineData(0, 16)]
    [InlineData(2, 8)]
    [InlineData(2, 16)]
    public void Decode_TransparentColor_BecomesAlpha(int colorType, int depth)
    {
        var channels = colorType == 0 ? 1 : 3;
        var key = Enumerable.Range(0, channels).Select(c => Value(3, 4, c, depth)).ToArray();

        var pixels = PictureFile.Decode(PngMaker.Make(
            13, 11, colorType, depth, (x, y, c) => Value(x, y, c, depth),
            transparency: [.. key.SelectMany(k => new[] { (byte)(k >> 8), (byte)k })])).Pixels;

        pixels.Channels.ShouldBe(channels + 1);
        Each(13, 11, (x, y) =>
        {
            var hidden = key.Select((k, c) => Value(x, y, c, depth) == k).All(same => same);
            Sample(pixels, x, y, channels).ShouldBe(hidden ? 0 : depth == 16 ? 65535 : 255);
            Sample(pixels, x, y, 0).ShouldBe(depth == 4 ? Value(x, y, 0, 4) * 17 : Value(x, y, 0, depth));
        });
    }

    [Fact]
    public void Decode_CutOffAnywhere_ThrowsUnlessAllPixelsAreThere()
    {
        var file = PngMaker.Make(13, 11, 2, 8, (x, y, c) => Value(x, y, c, 8));
        for (var length = 0; length < file.Length - 16; length++)
            Should.Throw<PictureFormatException>(() => PictureFile.Decode(file[..length]));
    }

    [Fact]
    public void Decode_FlippedBitInThePixels_Throws()
    {
        var file = PngMaker.Make(13, 11, 2, 8, (x, y, c) => Value(x, y, c, 8));
        file[60] ^= 1;

        Should.Throw<PictureFormatException>(() => PictureFile.Decode(file)).Format.ShouldBe(PictureFormat.Png);
    }

    [Theory]
    [InlineData(70_000, 1)]
    [InlineData(65_535, 65_535)]
    [InlineData(20_000, 20_000)]
    public void Decode_AbsurdSize_IsRefusedBeforeAllocation(int width, int height)
    {
        var file = PngMaker.Make(1, 1, 6, 16, (_, _, _) => 0);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), width);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), height);
        PngMaker.FixChecksums(file);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Should.Throw<PictureFormatException>(() => PictureFile.Decode(file));

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    private static int Value(int x, int y, int c, int depth) =>
        (int)((((uint)x * 2654435761u) + ((uint)y * 40503u * 65537u) + ((uint)c * 97u << 20)) >> (32 - depth));

    private static void Each(int width, int height, Action<int, int> check)
    {
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                check(x, y);
        }
    }

    private static int Sample(PixelBuffer pixels, int x, int y, int c)
    {
        var index = (x * pixels.Channels) + c;
        return pixels.Format == SampleFormat.UInt8 ? pixels.Row<byte>(y)[index] : pixels.Row<ushort>(y)[index];
    }
}
