using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Tests.Native;

/// <summary>Which bytes of a layer may change.</summary>
public sealed class SelectedBytesTests
{
    private static readonly bool[] AlphaIsKept = [false, false, false, true];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void KeepOriginal_AnySampleSize_KeepsWhatIsNotSelectedAndAlpha(int bytesPerSample)
    {
        byte[] original = Pixels(2, bytesPerSample, 1), replaced = Pixels(2, bytesPerSample, 2);

        SelectedBytes.KeepOriginal(original, replaced, bytesPerSample, AlphaIsKept, [0, 1]);

        int pixel = 4 * bytesPerSample, colors = 3 * bytesPerSample;
        replaced[..pixel].ShouldAllBe(value => value == 1, "the first pixel is not selected");
        replaced[pixel..(pixel + colors)].ShouldAllBe(value => value == 2, "the second pixel's colours are");
        replaced[(pixel + colors)..].ShouldAllBe(value => value == 1, "alpha stays");
    }

    [Fact]
    public void KeepOriginal_CoverageOfWhichOnlyTheLastByteIsSet_IsSelected()
    {
        byte[] replaced = Pixels(1, 1, 2);

        SelectedBytes.KeepOriginal(Pixels(1, 1, 1), replaced, 1, AlphaIsKept, [0, 0, 0, 1]);

        replaced.ShouldBe([2, 2, 2, 1]);
    }

    [Fact]
    public void KeepOriginal_NoCoverage_SelectsAll()
    {
        byte[] replaced = Pixels(1, 1, 2);

        SelectedBytes.KeepOriginal(Pixels(1, 1, 1), replaced, 1, [true, false, true, false], []);

        replaced.ShouldBe([1, 2, 1, 2]);
    }

    [Fact]
    public void KeepOriginal_SizesThatDoNotFit_AreRefused()
    {
        Should.Throw<ArgumentException>(() => SelectedBytes.KeepOriginal(new byte[8], new byte[4], 1, AlphaIsKept, []));
        Should.Throw<ArgumentException>(() => SelectedBytes.KeepOriginal(new byte[8], new byte[8], 1, AlphaIsKept, new byte[3]));
    }

    private static byte[] Pixels(int count, int bytesPerSample, byte value) => [.. Enumerable.Repeat(value, count * 4 * bytesPerSample)];
}
