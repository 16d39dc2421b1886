namespace SrPlugin.Imaging.Tests;

public class CompositorTests
{
    [Theory]
    [InlineData(SampleFormat.UInt8, 4, 4)]
    [InlineData(SampleFormat.UInt8, 4, 3)]
    [InlineData(SampleFormat.UInt16, 3, 3)]
    [InlineData(SampleFormat.UInt16, 2, 1)]
    [InlineData(SampleFormat.Float32, 3, 3)]
    public void Blend_AnyFormat_KeepsUnselectedBytesAndTakesSelectedValues(SampleFormat format, int channels, int replaced)
    {
        var source = Pictures.Noise(31, 23, channels, format, 1);
        var before = source.Bytes.ToArray();
        var replacement = Pictures.NoisePlanes(replaced, 15, 20, 2);
        var coverage = new float[20 * 15];
        var random = new Random(3);
        for (var i = 0; i < coverage.Length; i++)
            coverage[i] = random.Next(3) switch { 0 => 0f, 1 => 1f, _ => random.NextSingle() };
        var mask = new SelectionMask(20, 15, coverage);

        var result = Compositor.Blend(source, replacement, mask, 6, 4);

        source.Bytes.SequenceEqual(before).ShouldBeTrue();
        var expected = replacement.ToPixels(format);
        for (var y = 0; y < 23; y++)
        {
            for (var x = 0; x < 31; x++)
            {
                var inside = x is >= 6 and < 26 && y is >= 4 and < 19;
                var m = inside ? mask.Row(y - 4)[x - 6] : 0;
                for (var c = 0; c < channels; c++)
                {
                    var (was, now) = (Value(source, x, y, c), Value(result, x, y, c));
                    if (m == 0 || c >= replaced)
                        now.ShouldBe(was);
                    else if (m == 1)
                        now.ShouldBe(Value(expected, x - 6, y - 4, c));
                    else
                        now.ShouldBe(was + (m * (Value(expected, x - 6, y - 4, c) - was)), 1.01);
                }
            }
        }
    }

    [Fact]
    public void Blend_NanUnderFullMask_KeepsNothingOfTheSource()
    {
        var source = new PixelBuffer(1, 1, 1, SampleFormat.Float32);
        source.Samples<float>()[0] = float.NaN;

        Compositor.Blend(source, new PlanarImage(1, 1, 1, [0.5f]), All(1, 1), 0, 0).Samples<float>()[0].ShouldBe(0.5f);
    }

    [Fact]
    public void Blend_PartsThatDoNotFit_Throw()
    {
        var source = new PixelBuffer(4, 4, 3, SampleFormat.UInt8);
        Should.Throw<ArgumentException>(() => Compositor.Blend(source, new PlanarImage(1, 2, 2), All(2, 2), 0, 0));
        Should.Throw<ArgumentException>(() => Compositor.Blend(source, new PlanarImage(3, 2, 2), All(2, 1), 0, 0));
        Should.Throw<ArgumentException>(() => Compositor.Blend(source, new PlanarImage(3, 2, 2), All(2, 2), 3, 0));
    }

    private static double Value(PixelBuffer pixels, int x, int y, int c)
    {
        var index = (x * pixels.Channels) + c;
        return pixels.Format switch
        {
            SampleFormat.UInt8 => pixels.Row<byte>(y)[index],
            SampleFormat.UInt16 => pixels.Row<ushort>(y)[index],
            _ => pixels.Row<float>(y)[index],
        };
    }

    private static SelectionMask All(int width, int height) =>
        SelectionMask.FromRectangle(width, height, new PixelRectangle(0, 0, width, height));
}
