using SrPlugin.Networks.Autoencoder;

namespace SrPlugin.Networks.Tests.Autoencoder;

public sealed class AttentionWindowsTests
{
    [Fact]
    public void Along_AnyLength_CoversEveryPixelWithWeightOne()
    {
        foreach (var (window, overlap) in new[] { (2, 0), (2, 1), (5, 2), (12, 4), (16, 8) })
        {
            var tiling = new VaeTiling { AttentionWindow = window, AttentionOverlap = overlap };
            for (var length = 1L; length < 80; length++)
            {
                var sums = new double[length];
                foreach (var (start, weights) in AttentionWindows.Along(length, tiling))
                {
                    weights.Length.ShouldBeLessThanOrEqualTo(window);
                    for (var i = 0; i < weights.Length; i++)
                        sums[start + i] += weights[i];
                }
                sums.ShouldAllBe(sum => Math.Abs(sum - 1) < 1e-6, $"length {length}, window {window}, overlap {overlap}");
            }
        }
    }

    [Fact]
    public void Along_LongSide_KeepsTheOverlap()
    {
        var tiling = new VaeTiling { AttentionWindow = 10, AttentionOverlap = 3 };

        var windows = AttentionWindows.Along(64, tiling);

        for (var i = 1; i < windows.Count; i++)
            (windows[i - 1].Start + 10 - windows[i].Start).ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public void Validate_SeveralFaults_ReportsAll()
    {
        var error = Should.Throw<ArgumentException>(
            () => new VaeTiling { BandPixels = 0, AttentionTokenLimit = -1, AttentionOverlap = 90 }.Validate());

        error.Message.ShouldContain(nameof(VaeTiling.BandPixels));
        error.Message.ShouldContain(nameof(VaeTiling.AttentionTokenLimit));
        error.Message.ShouldContain(nameof(VaeTiling.AttentionOverlap));
    }
}
