using SrPlugin.Trainer.Evaluation;

namespace SrPlugin.Trainer.Tests.Evaluation;

public sealed class RankCorrelationTests
{
    [Fact]
    public void Spearman_MonotoneCurve_IsOne() =>
        RankCorrelation.Spearman([1, 2, 3, 4], [1, 8, 27, 64]).ShouldBe(1, 1e-12);

    [Fact]
    public void Spearman_FallingCurve_IsMinusOne() =>
        RankCorrelation.Spearman([1, 2, 3, 4], [9, 7, 2, -5]).ShouldBe(-1, 1e-12);

    [Fact]
    public void Spearman_TextbookExample_IsAsPublished() =>
        RankCorrelation.Spearman(
            [106, 86, 100, 101, 99, 103, 97, 113, 112, 110], [7, 0, 27, 50, 28, 29, 20, 12, 6, 17]).ShouldBe(-29 / 165.0, 1e-12);

    [Fact]
    public void Spearman_Ties_ShareTheirMeanRank() =>
        RankCorrelation.Spearman([1, 2, 2, 3], [1, 3, 2, 4]).ShouldBe(4.5 / Math.Sqrt(4.5 * 5), 1e-12);

    [Fact]
    public void Spearman_ConstantOrUnequal_Throws()
    {
        Should.Throw<ArgumentException>(() => RankCorrelation.Spearman([1, 1], [1, 2]));
        Should.Throw<ArgumentException>(() => RankCorrelation.Spearman([1, 2], [1, 2, 3]));
    }
}
