using SrPlugin.Cli.Output;
using SrPlugin.Cli.Strips;
using SrPlugin.Protocol;

namespace SrPlugin.Cli.Tests;

public sealed class StripLayoutTests
{
    [Theory]
    [InlineData(8000, 8000, 1, 64, 1, 10e6)]
    [InlineData(8000, 8001, 2, 32, 2, 6e6)]
    [InlineData(300, 5003, 2.5, 32, 4, 150e3)]
    [InlineData(300, 5003, 3.333, 16, 4, 150e3)]
    [InlineData(1000, 40, 1, 64, 1, 10e6)]
    public void From_AnyPicture_CoversItWithinTheMemoryAndOnWholeRows(
        int width, int height, double scale, int context, int factor, double pixels)
    {
        StripLayout layout = StripLayout.Create(width, height, scale, context, factor, pixels)!;
        Strip[] strips = [.. layout.From(0)];

        (strips[0].Top, strips[^1].Bottom).ShouldBe((0, height));
        strips.Sum(strip => strip.ResultRows).ShouldBe(layout.ResultHeight);
        int done = 0, result = 0;
        foreach (Strip strip in strips)
        {
            (strip.Top, strip.ResultTop).ShouldBe((done, result));
            (done, result) = (strip.Bottom, result + strip.ResultRows);
            (strip.Top % StripLayout.Alignment, strip.Area.Y % StripLayout.Alignment).ShouldBe((0, 0));
            strip.Area.Y.ShouldBeLessThanOrEqualTo(Math.Max(0, strip.Top - context));
            (strip.Area.Y + strip.Area.Height).ShouldBeGreaterThanOrEqualTo(Math.Min(height, strip.Bottom + context));
            (strip.Area.Height * (double)width).ShouldBeLessThanOrEqualTo(Math.Max(pixels, height * (double)width));

            // The area's own result has the rows, within a fifth of a row of where they belong. The last strip's are stretched to a whole
            // number.
            int rows = (int)Math.Floor((strip.Area.Height * scale) + 0.5);
            (strip.Above + strip.ResultRows).ShouldBeLessThanOrEqualTo(rows);
            double own = strip.Area.Y + ((strip.Above + 0.5) * strip.Area.Height / rows), whole = (strip.ResultTop + 0.5) / scale;
            (Math.Abs(own - whole) * scale).ShouldBeLessThan(strip.Bottom == height ? 0.51 : 0.2);
        }

        layout.From(strips[^1].Top).ShouldBe([strips[^1]]);
    }

    [Fact]
    public void Create_TooLittleMemory_IsNoLayout()
    {
        StripLayout.Create(8000, 8000, 1, 64, 1, StripLayout.LeastPixels(8000, 1, 64) - 1).ShouldBeNull();
        StripLayout.Create(8000, 8000, 1, 64, 1, StripLayout.LeastPixels(8000, 1, 64)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("4G", 4_000_000_000L)]
    [InlineData("800M", 800_000_000L)]
    [InlineData("1.5 GB", 1_500_000_000L)]
    [InlineData("123456", 123456L)]
    [InlineData("much", null)]
    [InlineData("", null)]
    [InlineData("0", null)]
    [InlineData("-4G", null)]
    public void ByteText_TryParse_ReadsUnits(string text, long? bytes) => ByteText.TryParse(text).ShouldBe(bytes);
}
