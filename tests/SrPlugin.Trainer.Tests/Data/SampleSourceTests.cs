using SrPlugin.Imaging;
using SrPlugin.Trainer.Data;
using SrPlugin.Trainer.Degradations;
using SrPlugin.Trainer.Pictures;
using SrPlugin.Trainer.Prompts;

namespace SrPlugin.Trainer.Tests.Data;

public sealed class SampleSourceTests
{
    [Fact]
    public void Make_SameStepAndPlace_SameSampleWhateverCameBefore()
    {
        var source = Source();
        var first = source.Make(7, 2, 64, 1);
        source.Make(8, 0, 64, 1);
        source.Forget(8);

        var again = source.Make(7, 2, 64, 1);

        again.Target.Data.ShouldBe(first.Target.Data);
        again.Source.Data.ShouldBe(first.Source.Data);
        (again with { Target = first.Target, Source = first.Source }).ShouldBe(first);
    }

    [Fact]
    public void Make_OtherPlace_OtherSample()
    {
        var source = Source();

        source.Make(7, 3, 64, 1).Target.Data.ShouldNotBe(source.Make(7, 2, 64, 1).Target.Data);
    }

    [Fact]
    public void Make_CleanSample_SourceShowsWhatTheTargetShows()
    {
        var source = Source(new DegradationOptions { CleanShare = 1, WildShare = 0 });
        for (var place = 0; place < 8; place++)
        {
            var sample = source.Make(1, place, 96, 1);
            var reduced = Resampler.Resize(sample.Target, 24, 24, ResampleFilter.Bicubic);

            // Inside the borders, where the reduction of the crop alone sees the same pixels.
            ImageQuality.PsnrY(sample.Source, reduced, border: 2).ShouldBeGreaterThan(40);
        }
    }

    [Fact]
    public void Make_Groups_ShareTheirScores()
    {
        var source = Source();
        for (var step = 0; step < 10; step++)
        {
            var batch = Enumerable.Range(0, 8).Select(place => source.Make(step, place, 64, 4)).ToArray();
            batch.Chunk(4).ShouldAllBe(
                group => group.All(sample => sample.BlurScore == group[0].BlurScore && sample.NoiseScore == group[0].NoiseScore));
        }
    }

    [Fact]
    public void Make_ManySamples_NegativePromptsGoWithNegativeTargets()
    {
        var source = Source(negativeShare: 0.3);
        var samples = Enumerable.Range(0, 200).Select(place => source.Make(0, place, 32, 1)).ToArray();

        samples.Count(sample => sample.Negative).ShouldBeInRange(35, 90);
        samples.Where(sample => sample.Negative)
            .ShouldAllBe(sample => sample.PromptIndex >= 5 && sample.PromptIndex < TrainingPrompts.All.Count - 1);
        samples.Where(sample => !sample.Negative)
            .ShouldAllBe(sample => sample.PromptIndex < 5 || sample.PromptIndex == TrainingPrompts.All.Count - 1);
    }

    [Fact]
    public void Make_SizeNoMultipleOfFour_Throws() => Should.Throw<ArgumentException>(() => Source().Make(0, 0, 66, 1));

    private static SampleSource Source(DegradationOptions? degradations = null, double negativeShare = 0.05)
    {
        var photo = new ProceduralPictures(77).Generate(200, 0);
        return new SampleSource(
            new TrainingPictures([photo], 3, 160, 4, 0.25, 160), new DegradationSampler(degradations ?? new DegradationOptions()), 3, 0.4,
            negativeShare);
    }
}
