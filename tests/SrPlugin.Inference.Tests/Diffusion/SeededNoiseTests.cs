using SrPlugin.Inference.Diffusion;

namespace SrPlugin.Inference.Tests.Diffusion;

public sealed class SeededNoiseTests
{
    [Fact]
    public void Fill_ManyValues_AreStandardNormal()
    {
        var values = Draw(42, NoiseStream.Start, 200_001);

        double mean = values.Average(value => (double)value);
        double variance = values.Average(value => (value - mean) * (value - mean));
        mean.ShouldBe(0, 0.01);
        variance.ShouldBe(1, 0.02);
        values.Count(value => Math.Abs(value) > 1.959964f).ShouldBeInRange(9_500, 10_500);
    }

    [Fact]
    public void Fill_SeedAndStream_DecideTheValues()
    {
        var first = Draw(1, NoiseStream.Posterior, 16);

        Draw(1, NoiseStream.Posterior, 16).ShouldBe(first);
        Draw(2, NoiseStream.Posterior, 16).ShouldNotBe(first);
        Draw(1, NoiseStream.Start, 16).ShouldNotBe(first);
    }

    private static float[] Draw(long seed, NoiseStream stream, int count)
    {
        var values = new float[count];
        new SeededNoise(seed, stream).Fill(values);
        return values;
    }
}
