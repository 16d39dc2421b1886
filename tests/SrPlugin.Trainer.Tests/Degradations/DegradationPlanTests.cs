using SrPlugin.Imaging;
using SrPlugin.Trainer.Degradations;
using SrPlugin.Trainer.Randomness;

namespace SrPlugin.Trainer.Tests.Degradations;

public sealed class DegradationPlanTests
{
    [Fact]
    public void Scores_SinglePass_AreSigmaOverItsFullScale()
    {
        var plan = Single(blur: 1.2f, noise: 4);

        plan.BlurScore.ShouldBe(1.2f / 4, 1e-6f);
        plan.NoiseScore.ShouldBe(4f / 25, 1e-6f);
    }

    [Fact]
    public void Scores_NothingApplied_AreZero()
    {
        var plan = Single(0, 0);

        plan.BlurScore.ShouldBe(0);
        plan.NoiseScore.ShouldBe(0);
    }

    [Fact]
    public void Scores_TwoPasses_CountBlurAtFullSizeAndNoiseAfterAveraging()
    {
        var plan = new DegradationPlan([Stage(1, 10, 0.5f), Stage(1, 0, 0.5f)]);

        plan.BlurScore.ShouldBe(MathF.Sqrt(1 + 4) / 4, 1e-6f);
        plan.NoiseScore.ShouldBe(5f / 25, 1e-6f);
    }

    [Fact]
    public void Scores_StrongerThanFullScale_StayAtOne()
    {
        var plan = Single(20, 80);

        plan.BlurScore.ShouldBe(1);
        plan.NoiseScore.ShouldBe(1);
    }

    [Fact]
    public void Draw_ManyPlans_HonoursTheSharesAndReducesToAQuarter()
    {
        var sampler = new DegradationSampler(new DegradationOptions { CleanShare = 0.3, WildShare = 0.2 });
        var random = new SeededRandom(3);
        var plans = Enumerable.Range(0, 3000).Select(_ => sampler.Draw(random)).ToArray();

        (plans.Count(plan => plan.Stages.Count == 2) / 3000.0).ShouldBe(0.2, 0.03);
        plans.Count(plan => plan.Stages is [{ BlurX: 0, NoiseSigma: 0, JpegQuality: 0 }]).ShouldBeGreaterThan(800);
        plans.ShouldAllBe(plan => MathF.Abs(plan.Stages.Aggregate(1f, (scale, stage) => scale * stage.Scale) - 0.25f) < 1e-4f);
    }

    [Fact]
    public void DrawLike_AnyPlan_KeepsTheScores()
    {
        var sampler = new DegradationSampler(new DegradationOptions());
        var random = new SeededRandom(4);
        for (var i = 0; i < 200; i++)
        {
            var plan = sampler.Draw(random);
            var like = sampler.DrawLike(plan, random);

            like.BlurScore.ShouldBe(plan.BlurScore);
            like.NoiseScore.ShouldBe(plan.NoiseScore);
        }
    }

    [Fact]
    public void BlurScore_InPixelsOfTheDegradedPicture_ShrinksWithIt()
    {
        var plan = Single(blur: 2, noise: 0) with { ScoresDegradedPixels = true };

        plan.BlurScore.ShouldBe(2f / 4 / 4, 1e-6f);
    }

    [Fact]
    public void Draw_MixedFactors_DrawsEachAndKeepsItInAllOfAGroup()
    {
        var options = new DegradationOptions
        {
            Factors = [1, 2, 4, 4],
            SecondJpegShare = 0.5,
            FullChromaShare = 0.5,
            WildShare = 0.2,
            ScoresDegradedPixels = true,
        };
        options.Faults().ShouldBeEmpty();
        var sampler = new DegradationSampler(options);
        var random = new SeededRandom(5);
        var plans = Enumerable.Range(0, 2000).Select(_ => sampler.Draw(random)).ToArray();

        (plans.Count(plan => plan.Factor == 4) / 2000.0).ShouldBe(0.5, 0.05);
        (plans.Count(plan => plan.Factor == 1) / 2000.0).ShouldBe(0.25, 0.05);
        plans.ShouldContain(
            plan =>
                plan.Stages.Count == 2 && plan.Stages[1].BlurX == 0 && plan.Stages[1].NoiseSigma == 0 && plan.Stages[1].JpegQuality > 0);
        plans.SelectMany(plan => plan.Stages).ShouldContain(stage => stage.FullChroma && stage.ShiftX > 0);
        plans.ShouldAllBe(plan => sampler.DrawLike(plan, random).Factor == plan.Factor);
        plans.ShouldAllBe(plan => sampler.DrawLike(plan, random).BlurScore == plan.BlurScore);
    }

    internal static DegradationPlan Single(float blur, float noise, int quality = 0) => new([Stage(blur, noise, 0.25f, quality)]);

    private static DegradationStage Stage(float blur, float noise, float scale, int quality = 0) =>
        new(blur, blur, scale, ResampleFilter.Bicubic, noise, false, false, quality);
}
