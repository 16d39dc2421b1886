using SrPlugin.Imaging;
using SrPlugin.Inference.AddSr;
using SrPlugin.Inference.ColorFix;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Diffusion;
using SrPlugin.Inference.Errors;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Inference.Tests.Jobs;
using SrPlugin.Networks.Tagger;
using SrPlugin.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tests.AddSr;

public sealed class AddSrPipelineTests(AddSrGoldenModel model) : IClassFixture<AddSrGoldenModel>
{
    private static readonly AddSrOptions _small = new() { ProcessSize = 64, StepCount = 2 };

    private AddSrPipeline Pipeline => model.Pipeline;

    [Theory]
    [InlineData(1, 1, 4)]
    [InlineData(1, 70, 4)]
    [InlineData(7, 5, 4)]
    [InlineData(33, 17, 1)]
    [InlineData(130, 65, 1)]
    public void Restore_AnySize_ReturnsTheSizeAskedFor(int width, int height, int factor)
    {
        var image = Restore(TestPictures.Planar(width, height), factor, _small);

        (image.Channels, image.Width, image.Height).ShouldBe((3, width * factor, height * factor));
        image.Data.ShouldAllBe(value => value >= 0 && value <= 1);
    }

    [Fact]
    public void Restore_SameSeed_SamePixels()
    {
        var source = TestPictures.Planar(20, 17);
        var first = Restore(source, 4, _small with { Seed = 5 });
        Restore(source, 4, _small with { Seed = 6 });

        Restore(source, 4, _small with { Seed = 5 }).Data.ShouldBe(first.Data);
        Restore(source, 4, _small with { Seed = 6 }).Data.ShouldNotBe(first.Data);
    }

    [Fact]
    public void Restore_EverySetting_ChangesTheResult()
    {
        var source = TestPictures.Planar(20, 17);
        var start = Restore(source, 4, _small).Data;
        AddSrOptions[] others =
        [
            _small with { StepCount = 1 },
            _small with { StepCount = 3 },
            _small with { SelfRefinementWeight = 0 },
            _small with { SelfRefinementWeight = 0, Behaviour = AddSrBehaviour.Released },
            _small with { SelfRefinementWeight = 1 },
            _small with { ConditioningScale = 0.5 },
            _small with { GuidanceScale = 3 },
            _small with { GuidanceScale = 3, NegativePrompt = "" },
            _small with { Start = AddSrStart.Noise },
            _small with { LatentMode = LatentMode.Mode },
            _small with { PositivePrompt = "a photo of a cat" },
            _small with { AddedPrompt = "" },
            _small with { ColorFix = ColorFixMode.None },
            _small with { ColorFix = ColorFixMode.Wavelet },
            _small with { ProcessSize = 96 },
            _small with { LatentTileSize = 8, LatentTileOverlap = 2 },
        ];

        var results = others.Select(options => Restore(source, 4, options).Data).Prepend(start).ToArray();

        for (int i = 0; i < results.Length; i++)
        {
            for (int k = 0; k < i; k++)
                results[i].SequenceEqual(results[k]).ShouldBeFalse($"{i} and {k}");
        }
    }

    [Theory]
    [InlineData(0.5, AddSrBehaviour.Method, 2, 3)]
    [InlineData(0.0, AddSrBehaviour.Method, 0, 1)]
    [InlineData(0.0, AddSrBehaviour.Released, 1, 1)]
    public void Restore_ThreeSteps_LooksAndDecodesNoOftenerThanNeeded(double refinement, AddSrBehaviour behaviour, int looks, int decodes)
    {
        var tagger = new FakeTagger(512, "cat", "red chair");
        using var pipeline = WithTagger(tagger);
        var log = new ProgressLog();

        var result = pipeline.Restore(
            TestPictures.Planar(16, 16), 64, 64, _small with { StepCount = 3, SelfRefinementWeight = refinement, Behaviour = behaviour },
            log, CancellationToken.None);

        (tagger.TagCalls, tagger.EmbedCalls).ShouldBe((1, looks));
        log.Reports.Count(report => report.Preview is not null).ShouldBe(decodes);
        result.Tags.ShouldBe(["cat", "red chair"]);
    }

    [Fact]
    public void Restore_Steps_ShowEachPrediction()
    {
        var log = new ProgressLog();

        Pipeline.Restore(TestPictures.Planar(24, 16), 96, 64, _small with { StepCount = 4 }, log, CancellationToken.None);

        var previews = log.Reports.Select(report => report.Preview).OfType<StepPreview>().ToArray();
        previews.Select(preview => (preview.Step, preview.StepCount)).ShouldBe([(1, 4), (2, 4), (3, 4), (4, 4)]);
        previews.ShouldAllBe(preview => preview.Image.Width == 96 && preview.Image.Height == 64);
    }

    [Fact]
    public void Restore_Progress_NeverGoesBackAndEndsNearOne()
    {
        var log = new ProgressLog();

        var result = Pipeline.Restore(
            TestPictures.Planar(40, 30), 160, 120, _small with { LatentTileSize = 8, LatentTileOverlap = 2 }, log, CancellationToken.None);

        log.Reports.Zip(log.Reports.Skip(1), (a, b) => b.Fraction - a.Fraction).ShouldAllBe(step => step >= 0);
        log.Reports[^1].Fraction.ShouldBeInRange(0.98, 1);
        result.StageTimes.Select(time => time.Stage).OrderBy(stage => stage).ShouldBe(
            [JobStage.Tag, JobStage.EncodePrompts, JobStage.Encode, JobStage.Control, JobStage.Denoise, JobStage.Decode, JobStage.Finish]);
        result.Degradation.ShouldBeNull();
    }

    [Fact]
    public void Restore_AfterTheFirstJob_LeavesNoTensorBehind()
    {
        var source = TestPictures.Planar(20, 13);
        AddSrOptions[] jobs =
        [
            _small with { StepCount = 3 },
            _small with { SelfRefinementWeight = 0, Behaviour = AddSrBehaviour.Released },
            _small with { LatentTileSize = 8, LatentTileOverlap = 2, GuidanceScale = 2 },
            _small with { Start = AddSrStart.Noise, StepCount = 1 },
        ];
        foreach (var options in jobs)
            Restore(source, 4, options);

        foreach (var options in jobs)
            LiveTensors.DeltaOf(() => Restore(source, 4, options)).ShouldBe(0);
    }

    [Fact]
    public void Restore_Cancelled_StopsAtTheNextTileAndLeavesNoTensorBehind()
    {
        var source = TestPictures.Planar(40, 30);
        var options = _small with { LatentTileSize = 8, LatentTileOverlap = 2 };
        Restore(source, 4, options);
        using var cancellation = new CancellationTokenSource();
        var log = new ProgressLog
        {
            OnReport = report =>
            {
                if (report is { Stage: JobStage.Control, Completed: 2 })
                    cancellation.Cancel();
            },
        };

        LiveTensors.DeltaOf(() => Should.Throw<OperationCanceledException>(
            () => Pipeline.Restore(source, 160, 120, options, log, cancellation.Token))).ShouldBe(0);

        (log.Reports[^1].Stage, log.Reports[^1].Completed).ShouldBe((JobStage.Control, 2));
    }

    [Fact]
    public void Restore_MemoryRunsOut_TriesSmallerTiles()
    {
        using var pipeline = AddSrGoldenModel.Load();
        int calls = 0;
        pipeline.Noise = stream =>
            ++calls < 3 ? throw new InvalidOperationException("CUDA out of memory. Tried to allocate 2 GiB") : new SeededNoise(1, stream);
        var log = new ProgressLog();

        var image =
            pipeline.Restore(TestPictures.Planar(60, 60), 240, 240, _small with { StepCount = 1 }, log, CancellationToken.None).Image;

        calls.ShouldBeGreaterThan(3);
        image.Width.ShouldBe(240);
        log.Reports.Where(report => report.Stage == JobStage.Denoise).Max(report => report.Total).ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Restore_MemoryRunsOutWhileTagging_MakesRoomAndTriesOnce()
    {
        using var pipeline = AddSrGoldenModel.Load();
        var source = TestPictures.Planar(16, 16);
        var options = _small with { StepCount = 1 };
        var expected = pipeline.Restore(source, 64, 64, options, null, CancellationToken.None).Image;
        pipeline.Networks.Prompts.IsTextEncoderLoaded.ShouldBeTrue();
        int calls = 0;
        bool sawTextEncoder = true;
        ((RAM)pipeline.Networks.TaggerNetwork!).register_forward_pre_hook((_, input) =>
        {
            sawTextEncoder = pipeline.Networks.Prompts.IsTextEncoderLoaded;
            return ++calls == 1 ? throw new OutOfMemoryException() : input;
        });

        var image = pipeline.Restore(source, 64, 64, options, null, CancellationToken.None).Image;

        (calls, sawTextEncoder).ShouldBe((2, false));
        image.Data.ShouldBe(expected.Data);
    }

    [Fact]
    public void Restore_MemoryNeverSufficesForTags_SaysSo()
    {
        using var pipeline = AddSrGoldenModel.Load();
        ((RAM)pipeline.Networks.TaggerNetwork!).register_forward_pre_hook(
            (_, _) => throw new InvalidOperationException("CUDA out of memory."));

        Should.Throw<OutOfDeviceMemoryException>(
            () => pipeline.Restore(TestPictures.Planar(16, 16), 64, 64, _small, null, CancellationToken.None))
            .Stage.ShouldContain(nameof(JobStage.Tag));
    }

    [Fact]
    public void Restore_BudgetForWeights_FreesTheTextEncoderToo()
    {
        using var pipeline = AddSrGoldenModel.Load();
        pipeline.WeightsBudget = 1;

        pipeline.Restore(TestPictures.Planar(16, 16), 64, 64, _small with { StepCount = 1 }, null, CancellationToken.None);

        pipeline.Networks.Prompts.IsTextEncoderLoaded.ShouldBeFalse();
    }

    [Fact]
    public void Restore_MemoryNeverSuffices_SaysWhichDeviceAndStage()
    {
        using var pipeline = AddSrGoldenModel.Load();
        pipeline.Noise = stream => stream == NoiseStream.Posterior ? throw new OutOfMemoryException() : new SeededNoise(1, stream);

        var exception = Should.Throw<OutOfDeviceMemoryException>(
            () => pipeline.Restore(TestPictures.Planar(60, 60), 240, 240, _small, null, CancellationToken.None));

        exception.Device.ShouldBe("cpu");
        exception.Stage.ShouldContain(nameof(JobStage.Encode));
    }

    [Fact]
    public void Restore_DamagedWeights_Throws()
    {
        using var pipeline = AddSrGoldenModel.Load();
        using (no_grad())
        {
            using var weight = pipeline.Networks.ControlNet.get_parameter("controlnet_mid_block.bias")!.alias();
            using var filled = weight.fill_(float.NaN);
        }

        var exception = Should.Throw<UnusableOutputException>(
            () => pipeline.Restore(TestPictures.Planar(16, 16), 64, 64, _small, null, CancellationToken.None));

        exception.Stage.ShouldBe(nameof(JobStage.Denoise));
    }

    [Fact]
    public void Restore_BFloat16_IsCloseToFloat32()
    {
        using var pipeline = AddSrGoldenModel.Load(ComputePrecision.BFloat16);
        var source = TestPictures.Planar(16, 16);
        var options = _small with { StepCount = 1 };

        var narrow = pipeline.Restore(source, 64, 64, options, null, CancellationToken.None).Image;

        Restore(source, 4, options).Data.Zip(narrow.Data, (a, b) => Math.Abs(a - b)).Average().ShouldBeLessThan(0.08f);
    }

    [Fact]
    public void Restore_AnotherFamilysOptions_Throws() =>
        Should.Throw<ArgumentException>(
            () => Pipeline.Restore(TestPictures.Planar(8, 8), 8, 8, new S3DiffOptions(), null, CancellationToken.None))
            .Message.ShouldContain(nameof(AddSrOptions));

    [Fact]
    public void EstimateDegradation_SaysThatItCannot() =>
        Should.Throw<EstimatorMissingException>(
            () => Pipeline.EstimateDegradation(TestPictures.Planar(8, 8), CancellationToken.None)).Remedy.ShouldContain("S3Diff");

    [Fact]
    public void Validate_ManyFaults_NamesThemAll()
    {
        var options = new AddSrOptions
        {
            StepCount = 5,
            SelfRefinementWeight = 2,
            ConditioningScale = -1,
            GuidanceScale = 0,
            ProcessSize = 1,
            LatentTileSize = 1,
        };

        Should.Throw<InvalidOptionsException>(options.Validate).Faults.Count.ShouldBe(6);
    }

    [Theory]
    [InlineData("", "cat, red chair, ,clean", "cat", "red chair")]
    [InlineData("a church", "cat, a church,clean", "cat")]
    [InlineData("", ", ,clean")]
    public void Compose_TagsAndWords_KeepTheAuthorsPunctuation(string prompt, string wanted, params string[] tags) =>
        AddSrPrompt.Compose(tags, new AddSrOptions { PositivePrompt = prompt, AddedPrompt = "clean" }).ShouldBe(wanted);

    private static AddSrPipeline WithTagger(IImageTagger tagger)
    {
        var full = AddSrGoldenModel.Load();
        var networks = full.Networks;
        return new AddSrPipeline(new AddSrNetworks(
            networks.Device, networks.Vae, networks.UNet, networks.ControlNet, tagger, null, networks.Prompts, networks.Scheduler,
            new Stack<IDisposable>([full])));
    }

    private PlanarImage Restore(PlanarImage source, int factor, AddSrOptions options) =>
        Pipeline.Restore(source, source.Width * factor, source.Height * factor, options, null, CancellationToken.None).Image;
}
