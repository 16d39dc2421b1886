namespace SrPlugin.Imaging.Tests;

public class PixelBufferTests
{
    [Theory]
    [InlineData(SampleFormat.UInt8, 1)]
    [InlineData(SampleFormat.UInt8, 4)]
    [InlineData(SampleFormat.UInt16, 2)]
    [InlineData(SampleFormat.UInt16, 3)]
    [InlineData(SampleFormat.Float32, 3)]
    public void FromPixels_ThenToPixels_IsExact(SampleFormat format, int channels)
    {
        var pixels = Pictures.Noise(300, 301, channels, format, 1);

        var back = PlanarImage.FromPixels(pixels).ToPixels(format);

        back.Bytes.SequenceEqual(pixels.Bytes).ShouldBeTrue();
    }

    [Fact]
    public void FromPixels_EverySixteenBitValue_ComesBack()
    {
        var pixels = new PixelBuffer(256, 256, 1, SampleFormat.UInt16);
        var samples = pixels.Samples<ushort>();
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (ushort)i;

        PlanarImage.FromPixels(pixels).ToPixels(SampleFormat.UInt16).Bytes.SequenceEqual(pixels.Bytes).ShouldBeTrue();
    }

    [Theory]
    [InlineData(-1f, 0)]
    [InlineData(0f, 0)]
    [InlineData(0.4999f / 255, 0)]
    [InlineData(0.5f / 255, 1)]
    [InlineData(1.4999f / 255, 1)]
    [InlineData(1f, 255)]
    [InlineData(7f, 255)]
    [InlineData(float.NaN, 0)]
    [InlineData(float.PositiveInfinity, 255)]
    [InlineData(float.NegativeInfinity, 0)]
    public void ToPixels_Value_RoundsHalfUpAndClamps(float value, byte expected) =>
        new PlanarImage(1, 1, 1, [value]).ToPixels(SampleFormat.UInt8).Bytes[0].ShouldBe(expected);

    [Fact]
    public void ToPixels_EightBitsToSixteen_MultipliesBy257()
    {
        var pixels = Pictures.Noise(40, 30, 3, SampleFormat.UInt8, 2);

        var wide = PlanarImage.FromPixels(pixels).ToPixels(SampleFormat.UInt16);

        for (var i = 0; i < pixels.Bytes.Length; i++)
            ((int)wide.Samples<ushort>()[i]).ShouldBe(pixels.Bytes[i] * 257);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(65_536, 1)]
    [InlineData(65_535, 65_535)]
    public void Constructor_ShapeBeyondTheLimits_Throws(int width, int height) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new PixelBuffer(width, height, 4, SampleFormat.UInt8));

    [Fact]
    public void Crop_AreaInside_CopiesItsRows()
    {
        var pixels = Pictures.Noise(17, 9, 4, SampleFormat.UInt16, 3);
        var area = new PixelRectangle(5, 2, 12, 7);

        var part = pixels.Crop(area);

        for (var y = 0; y < area.Height; y++)
            part.RowBytes(y).SequenceEqual(pixels.RowBytes(y + area.Y)[(area.X * 8)..]).ShouldBeTrue();
        Should.Throw<ArgumentOutOfRangeException>(() => pixels.Crop(area with { Width = 13 }));
        Should.Throw<ArgumentOutOfRangeException>(() => pixels.Crop(area with { Width = int.MaxValue }));
    }

    [Fact]
    public void Samples_OfAnotherType_Throws() =>
        Should.Throw<InvalidOperationException>(() => new PixelBuffer(1, 1, 1, SampleFormat.UInt16).Samples<byte>().Length);
}
