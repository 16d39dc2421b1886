using SrPlugin.Imaging.Tests.Crafted;

namespace SrPlugin.Imaging.Tests;

public class TiffReadingTests
{
    [Theory]
    [InlineData(false, 8)]
    [InlineData(true, 8)]
    [InlineData(false, 16)]
    [InlineData(true, 16)]
    public void Decode_StripsOfRgb_AreExact(bool bigEndian, int bits)
    {
        var expected = Pictures.Noise(7, 5, 3, bits == 8 ? SampleFormat.UInt8 : SampleFormat.UInt16, 1);
        var maker = Basic(bigEndian, 7, 5, 2, 3, bits).Longs(278, 2);
        for (var y = 0; y < 5; y += 2)
            maker.Block(Samples(maker, expected, 0, y, 7, Math.Min(2, 5 - y)));

        Demand(maker.Make(), expected);
    }

    [Fact]
    public void Decode_PlanesApart_AreInterleaved()
    {
        var expected = Pictures.Noise(7, 5, 3, SampleFormat.UInt16, 1);
        var maker = Basic(false, 7, 5, 2, 3, 16).Longs(278, 5).Shorts(284, 2);
        for (var c = 0; c < 3; c++)
            maker.Block(Samples(maker, PlanarImage.FromPixels(expected).SelectChannels(c).ToPixels(SampleFormat.UInt16), 0, 0, 7, 5));

        Demand(maker.Make(), expected);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Decode_Tiles_ArePutTogether(int channels)
    {
        var expected = Pictures.Noise(37, 20, channels, SampleFormat.UInt8, 1);
        var maker = Basic(true, 37, 20, channels == 1 ? 1 : 2, channels, 8).Longs(322, 16).Longs(323, 16);
        if (channels == 4)
            maker.Shorts(338, 2);
        var padded = new PixelBuffer(48, 32, channels, SampleFormat.UInt8);
        for (var y = 0; y < expected.Height; y++)
            expected.RowBytes(y).CopyTo(padded.RowBytes(y));
        for (var y = 0; y < 32; y += 16)
        {
            for (var x = 0; x < 48; x += 16)
                maker.Block(Samples(maker, padded, x, y, 16, 16));
        }

        Demand(maker.Make(tiled: true), expected);
    }

    [Fact]
    public void Decode_WhiteIsZero_IsInverted()
    {
        var stored = Pictures.Noise(9, 4, 1, SampleFormat.UInt16, 1);
        var maker = Basic(false, 9, 4, 0, 1, 16).Longs(278, 4);
        maker.Block(Samples(maker, stored, 0, 0, 9, 4));
        foreach (ref var sample in stored.Samples<ushort>())
            sample = (ushort)(65535 - sample);

        Demand(maker.Make(), stored);
    }

    [Fact]
    public void Decode_PremultipliedAlpha_BecomesStraight()
    {
        var maker = Basic(false, 2, 1, 1, 2, 8).Longs(278, 1).Shorts(338, 1).Block([50, 100, 0, 0]);

        PictureFile.Decode(maker.Make()).Pixels.Bytes.ToArray().ShouldBe([127, 100, 0, 0]);
    }

    [Fact]
    public void Decode_SampleWithoutMeaning_IsLeftOut()
    {
        var maker = Basic(false, 2, 1, 2, 4, 8).Longs(278, 1).Shorts(338, 0).Block([1, 2, 3, 99, 4, 5, 6, 99]);

        PictureFile.Decode(maker.Make()).Pixels.Bytes.ToArray().ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public void Decode_OneBit_IsBlackAndWhite()
    {
        var maker = Basic(false, 10, 2, 1, 1, 1).Longs(278, 2).Block([0b10110011, 0b01000000, 0b00000000, 0b11000000]);

        PictureFile.Decode(maker.Make()).Pixels.Bytes.ToArray().Select(v => v == 255 ? 1 : v)
            .ShouldBe([1, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
    }

    [Fact]
    public void Decode_Palette_IsExpanded()
    {
        long[] map = new long[768];
        for (var i = 0; i < 256; i++)
            (map[i], map[256 + i], map[512 + i]) = (i * 257, (255 - i) * 257, 77 * 257);
        var maker = Basic(false, 3, 1, 3, 1, 8).Longs(278, 1).Shorts(320, map).Block([0, 10, 255]);

        PictureFile.Decode(maker.Make()).Pixels.Bytes.ToArray().ShouldBe([0, 255, 77, 10, 245, 77, 255, 0, 77]);
    }

    [Fact]
    public void Decode_Orientation_IsReportedNotApplied()
    {
        foreach (var (type, samples) in new[] { (1, 1), (3, 1) })
        {
            var maker = Basic(false, 2, 1, type, samples, 8).Longs(278, 1).Shorts(274, 3).Block([10, 20]);
            if (type == 3)
                maker.Shorts(320, [.. Enumerable.Range(0, 768).Select(i => (i % 256) * 257L)]);

            var picture = PictureFile.Decode(maker.Make());

            picture.Metadata.Orientation.ShouldBe(PictureOrientation.BottomRight);
            picture.Pixels.Bytes[0].ShouldBe((byte)10);
            picture.ApplyOrientation().Pixels.Bytes[0].ShouldBe((byte)20);
        }
    }

    [Theory]
    [InlineData(8, 32, 3)] // CIELAB as floats
    [InlineData(1, 16, 2)] // signed
    [InlineData(1, 32, 1)] // integers of 32 bits
    [InlineData(1, 64, 3)] // double
    public void Decode_SamplesWithoutAKnownRange_AreRefusedWithARemedy(int photometric, int bits, int sampleFormat)
    {
        var samples = photometric == 8 ? 3 : 1;
        var maker = Basic(false, 1, 1, photometric, samples, bits).Longs(278, 1)
            .Shorts(339, [.. Enumerable.Repeat((long)sampleFormat, samples)])
            .Block(new byte[samples * bits / 8]);

        Should.Throw<PictureFormatException>(() => PictureFile.Decode(maker.Make())).Message.ShouldContain("Convert it");
    }

    [Fact]
    public void Decode_FloatsInLevels_AreScaledAndHighlightsAreNot()
    {
        Level(0.1f, 0.5f, 7.5f).ShouldBe(1, "light brighter than white");
        Level(0.5f, 17.2f, 254.9f).ShouldBe(255);
        Level(0, 1000, 65535).ShouldBe(65535);
        Level(0, 1, 1).ShouldBe(1);

        static double Level(params float[] values)
        {
            var maker = Basic(false, values.Length, 1, 1, 1, 32).Longs(278, 1).Shorts(339, 3)
                .Block([.. values.SelectMany(BitConverter.GetBytes)]);
            return PictureFile.Decode(maker.Make()).Metadata.WhiteLevel;
        }
    }

    [Fact]
    public void Decode_CutOff_Throws()
    {
        var pixels = Pictures.Noise(64, 64, 3, SampleFormat.UInt8, 1);
        var file = PictureFile.Encode(new Picture(pixels), PictureFormat.Tiff);
        for (var length = 4; length < file.Length; length += 97)
            Should.Throw<PictureFormatException>(() => PictureFile.Decode(file[..length]));
    }

    private static TiffMaker Basic(bool bigEndian, int width, int height, int photometric, int samples, int bits) =>
        new TiffMaker(bigEndian).Longs(256, width).Longs(257, height).Shorts(258, [.. Enumerable.Repeat((long)bits, samples)])
            .Shorts(259, 1)
            .Shorts(262, photometric).Shorts(277, samples);

    private static byte[] Samples(TiffMaker maker, PixelBuffer pixels, int x, int y, int width, int height)
    {
        var part = pixels.Crop(new PixelRectangle(x, y, width, height));
        return part.Format == SampleFormat.UInt8
            ? part.Bytes.ToArray()
            : [.. part.Samples<ushort>().ToArray().SelectMany(v => maker.Number(v, 2))];
    }

    private static void Demand(byte[] file, PixelBuffer expected)
    {
        var pixels = PictureFile.Decode(file).Pixels;
        (pixels.Width, pixels.Height, pixels.Channels, pixels.Format)
            .ShouldBe((expected.Width, expected.Height, expected.Channels, expected.Format));
        pixels.Bytes.SequenceEqual(expected.Bytes).ShouldBeTrue();
    }
}
