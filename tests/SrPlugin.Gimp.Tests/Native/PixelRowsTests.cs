using SrPlugin.Gimp.Native;

namespace SrPlugin.Gimp.Tests.Native;

/// <summary>Pictures that are a pixel too large or too small.</summary>
public sealed class PixelRowsTests
{
    private static readonly byte[] TwoByTwo = [1, 2, 3, 4];

    [Fact]
    public void Fit_Larger_RepeatsTheLastColumnAndRow() =>
        PixelRows.Fit(TwoByTwo, 1, 2, 2, 3, 3).ToArray().ShouldBe([1, 2, 2, 3, 4, 4, 3, 4, 4]);

    [Fact]
    public void Fit_Smaller_Cuts() => PixelRows.Fit(TwoByTwo, 1, 2, 2, 1, 2).ToArray().ShouldBe([1, 3]);

    [Fact]
    public void Fit_SeveralBytes_KeepsPixelsWhole() => PixelRows.Fit(TwoByTwo, 2, 1, 2, 2, 1).ToArray().ShouldBe([1, 2, 1, 2]);

    [Fact]
    public void Fit_SameSize_IsTheSame() => PixelRows.Fit(TwoByTwo, 1, 2, 2, 2, 2).ToArray().ShouldBe(TwoByTwo);
}
