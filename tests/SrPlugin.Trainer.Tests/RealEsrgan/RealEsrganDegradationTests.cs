using SrPlugin.Trainer.Randomness;
using SrPlugin.Trainer.RealEsrgan;
using static TorchSharp.torch;

namespace SrPlugin.Trainer.Tests.RealEsrgan;

public sealed class RealEsrganDegradationTests
{
    [Fact]
    public void Apply_SameSeed_GivesTheSamePicturesAndAnotherSeedOthers()
    {
        using var scope = NewDisposeScope();
        var sharp = rand([2, 3, 96, 128], generator: new Generator(3));
        var degradation = new RealEsrganDegradation(RealEsrganOptions.S3Diff);

        var first = degradation.Apply(sharp, new SeededRandom(1));
        var again = degradation.Apply(sharp, new SeededRandom(1));
        var other = degradation.Apply(sharp, new SeededRandom(2));

        first.Degraded.shape.ShouldBe([2, 3, 24, 32]);
        (first.Degraded - again.Degraded).abs().max().item<float>().ShouldBe(0);
        (first.Degraded - other.Degraded).abs().max().item<float>().ShouldBeGreaterThan(0.01f);
    }

    [Fact]
    public void Apply_ManySeeds_StaysInRangeAndReachesEveryBranch()
    {
        using var scope = NewDisposeScope();
        var sharp = rand([1, 3, 64, 64], generator: new Generator(3));
        foreach (var options in new[] { RealEsrganOptions.S3Diff with { CleanChance = 0.5 }, RealEsrganOptions.AddSr })
        {
            var degradation = new RealEsrganDegradation(options);
            var batches = Enumerable.Range(0, 40).Select(seed => degradation.Apply(sharp, new SeededRandom((ulong)seed))).ToArray();

            batches.ShouldAllBe(batch => batch.Degraded.min().item<float>() >= 0 && batch.Degraded.max().item<float>() <= 1);
            batches.Count(batch => batch.IsClean).ShouldBeInRange(options.CleanChance > 0 ? 10 : 0, options.CleanChance > 0 ? 30 : 0);
            batches.All(batch => (batch.Sharp - sharp).abs().max().item<float>() > 0).ShouldBe(options.Sharpen);
        }
    }

    [Fact]
    public void Faults_WrongRanges_AreAllNamed()
    {
        var options = new RealEsrganOptions { SincChance = 2, First = new RealEsrganStage { JpegQuality = [90, 60], ResizeChances = [1] } };

        string.Join(' ', options.Faults()).ShouldSatisfyAllConditions(
            text => text.ShouldContain("sincChance"), text => text.ShouldContain("first.jpegQuality"),
            text => text.ShouldContain("first.resizeChances"));
    }
}
