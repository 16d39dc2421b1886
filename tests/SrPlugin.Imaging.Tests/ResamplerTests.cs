namespace SrPlugin.Imaging.Tests;

public class ResamplerTests
{
    public static TheoryData<ResampleFilter> Filters => [.. Enum.GetValues<ResampleFilter>()];

    [Fact]
    public void Resize_BicubicUpscale_HasTheKernelsKnownTaps()
    {
        // ×2 puts centres at ±1/4: Keys' cubic there is (-0.0703125, 0.8671875, 0.2265625, -0.0234375) for a = -0.5.
        var source = new PlanarImage(1, 1, 8, [0, 0, 0, 0, 1, 0, 0, 0]);

        var result = Resampler.Resize(source, 16, 1, ResampleFilter.Bicubic);

        float[] expected = [
            0, 0, 0, 0, 0, -0.0234375f, -0.0703125f, 0.2265625f, 0.8671875f, 0.8671875f, 0.2265625f, -0.0703125f, -0.0234375f, 0, 0, 0
        ];
        for (var x = 0; x < 16; x++)
            result.Data[x].ShouldBe(expected[x], 1e-7f);
    }

    [Theory]
    [InlineData(ResampleFilter.Bilinear, 37, 23, 9, 5)]
    [InlineData(ResampleFilter.Bicubic, 37, 23, 9, 50)]
    [InlineData(ResampleFilter.Bicubic, 64, 64, 16, 16)]
    [InlineData(ResampleFilter.Bicubic, 5, 7, 63, 64)]
    [InlineData(ResampleFilter.Bicubic, 3, 1, 7, 3)]
    [InlineData(ResampleFilter.Lanczos3, 40, 30, 11, 91)]
    [InlineData(ResampleFilter.Lanczos3, 2, 2, 5, 1)]
    public void Resize_AnyShape_EqualsADirectConvolutionInDouble(ResampleFilter filter, int width, int height, int newWidth, int newHeight)
    {
        var source = Pictures.NoisePlanes(2, height, width, 4);

        var result = Resampler.Resize(source, newWidth, newHeight, filter);

        for (var c = 0; c < 2; c++)
        {
            for (var y = 0; y < newHeight; y++)
            {
                for (var x = 0; x < newWidth; x++)
                    result.Row(c, y)[x].ShouldBe((float)Direct(source, c, x, y, newWidth, newHeight, filter), 3e-6f);
            }
        }
    }

    [Fact]
    public void Resize_AreaToHalf_IsTheMeanOfFour()
    {
        var source = Pictures.NoisePlanes(1, 10, 12, 5);

        var result = Resampler.Resize(source, 6, 5, ResampleFilter.Area);

        for (var y = 0; y < 5; y++)
        {
            for (var x = 0; x < 6; x++)
            {
                var mean = (source.Row(0, 2 * y)[2 * x] + source.Row(0, 2 * y)[(2 * x) + 1]
                    + source.Row(0, (2 * y) + 1)[2 * x] + source.Row(0, (2 * y) + 1)[(2 * x) + 1]) / 4;
                result.Row(0, y)[x].ShouldBe(mean, 1e-6f);
            }
        }
    }

    [Fact]
    public void Resize_AreaThreeToTwo_WeighsTheSharedCellByHalf()
    {
        var result = Resampler.Resize(new PlanarImage(1, 1, 3, [0f, 0.3f, 0.9f]), 2, 1, ResampleFilter.Area);

        result.Data[0].ShouldBe(0.1f, 1e-6f);
        result.Data[1].ShouldBe(0.7f, 1e-6f);
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public void Resize_ConstantPicture_StaysConstant(ResampleFilter filter)
    {
        foreach (var (width, height) in new[] { (1, 1), (1, 500), (500, 1), (3, 2), (63, 65) })
        {
            var source = new PlanarImage(3, height, width);
            source.Data.AsSpan().Fill(0.7f);
            foreach (var (newWidth, newHeight) in new[] { (1, 1), (2, 3), (129, 7), (7, 129), (width, height) })
            {
                var result = Resampler.Resize(source, newWidth, newHeight, filter);

                (result.Channels, result.Width, result.Height).ShouldBe((3, newWidth, newHeight));
                result.Data.ShouldAllBe(v => Math.Abs(v - 0.7f) < 5e-6f);
            }
        }
    }

    [Fact]
    public void Resize_SameSize_IsACopy()
    {
        var source = Pictures.NoisePlanes(3, 5, 6, 7);

        var result = Resampler.Resize(source, 6, 5, ResampleFilter.Bicubic);

        result.ShouldNotBeSameAs(source);
        result.Data.ShouldBe(source.Data);
    }

    [Fact]
    public void Resize_ToNothing_Throws() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Resampler.Resize(new PlanarImage(1, 1, 1), 0, 1, ResampleFilter.Area));

    private static double Direct(PlanarImage source, int channel, int x, int y, int newWidth, int newHeight, ResampleFilter filter)
    {
        var (columns, rows) = (Weights(source.Width, newWidth, x, filter), Weights(source.Height, newHeight, y, filter));
        double sum = 0;
        for (var v = 0; v < source.Height; v++)
        {
            for (var u = 0; u < source.Width; u++)
                sum += columns[u] * rows[v] * source.Row(channel, v)[u];
        }

        return sum;
    }

    private static double[] Weights(int source, int target, int position, ResampleFilter filter)
    {
        var scale = (double)source / target;
        var weights = new double[source];
        for (var i = 0; i < source; i++)
            weights[i] = Kernel((i + 0.5 - ((position + 0.5) * scale)) / Math.Max(1, scale), filter);
        var sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }

    private static double Kernel(double t, ResampleFilter filter)
    {
        t = Math.Abs(t);
        return filter switch
        {
            ResampleFilter.Bilinear => t < 1 ? 1 - t : 0,
            ResampleFilter.Bicubic => t < 1 ? (1.5 * t * t * t) - (2.5 * t * t) + 1
                : t < 2 ? (-0.5 * t * t * t) + (2.5 * t * t) - (4 * t) + 2 : 0,
            _ => t < 1e-12 ? 1 : t < 3 ? 3 * Math.Sin(Math.PI * t) * Math.Sin(Math.PI * t / 3) / (Math.PI * Math.PI * t * t) : 0,
        };
    }
}
