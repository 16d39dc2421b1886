using SrPlugin.Imaging;
using SrPlugin.Inference.ColorFix;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Diffusion;
using SrPlugin.Inference.Errors;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Inference.Tests.Jobs;
using SrPlugin.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tests.S3Diff;

public sealed class S3DiffPipelineTests(GoldenModel model) : IClassFixture<GoldenModel>
{
    private static readonly S3DiffOptions _scored = new() { Blur = 0.4f, Noise = 0.3f };

    private S3DiffPipeline Pipeline => model.Pipeline;

    [Theory]
    [InlineData(1, 1, 4)]
    [InlineData(1, 70, 4)]
    [InlineData(70, 1, 4)]
    [InlineData(7, 5, 4)]
    [InlineData(33, 17, 1)]
    [InlineData(65, 63, 1)]
    [InlineData(1, 300, 1)]
    public void Restore_AnySize_ReturnsTheSizeAskedFor(int width, int height, int factor)
    {
        var image = Restore(TestPictures.Planar(width, height), factor, new S3DiffOptions());

        (image.Channels, image.Width, image.Height).ShouldBe((3, width * factor, height * factor));
        image.Data.ShouldAllBe(value => value >= 0 && value <= 1);
    }

    [Theory]
    [InlineData(1, 300, 16, 32)]
    [InlineData(300, 1, 8, 200)]
    [InlineData(40, 90, 8, 3)]
    [InlineData(40, 90, 9, 8)]
    [InlineData(90, 40, 1000, 32)]
    public void Restore_AnyTiling_Ends(int width, int height, int tileSize, int overlap)
    {
        var options = _scored with { LatentTileSize = tileSize, LatentTileOverlap = overlap };

        var image = Restore(TestPictures.Planar(width, height), 1, options);

        (image.Width, image.Height).ShouldBe((width, height));
    }

    [Fact]
    public void Restore_SameSeed_SamePixels()
    {
        var source = TestPictures.Planar(20, 13);
        var options = _scored with { LatentMode = LatentMode.Sample, StartTimestep = 250, Seed = 5 };
        var first = Restore(source, 4, options);
        Restore(source, 4, options with { Blur = 0.9f, Seed = 6 });

        Restore(source, 4, options).Data.ShouldBe(first.Data);
        Restore(source, 4, options with { Seed = 6 }).Data.ShouldNotBe(first.Data);
    }

    [Fact]
    public void Restore_EverySetting_ChangesTheResult()
    {
        var source = TestPictures.Planar(20, 13);
        var start = Restore(source, 4, _scored).Data;
        S3DiffOptions[] others =
        [
            _scored with { Blur = 0.9f },
            _scored with { Noise = 0.9f },
            _scored with { GuidanceScale = 3 },
            _scored with { StartTimestep = 250 },
            _scored with { StartTimestep = 500 },
            _scored with { LatentMode = LatentMode.Sample },
            _scored with { PositivePrompt = "a photo of a cat" },
            _scored with { NegativePrompt = "" },
            _scored with { ColorFix = ColorFixMode.None },
            _scored with { ColorFix = ColorFixMode.Adain },
        ];

        foreach (var options in others)
            Restore(source, 4, options).Data.ShouldNotBe(start, options.ToString());
    }

    [Fact]
    public void Restore_GuidanceOne_IgnoresTheNegativePrompt()
    {
        var source = TestPictures.Planar(9, 9);
        var options = _scored with { GuidanceScale = 1 };

        Restore(source, 4, options with { NegativePrompt = "anything else" }).Data.ShouldBe(Restore(source, 4, options).Data);
    }

    [Fact]
    public void Restore_OneScoreGiven_EstimatesTheOther()
    {
        var source = TestPictures.Planar(16, 16);
        var estimated = Pipeline.EstimateDegradation(source, CancellationToken.None);

        var result = Pipeline.Restore(source, 16, 16, new S3DiffOptions { Noise = 0.125f }, null, CancellationToken.None);

        result.Degradation.ShouldBe(new DegradationScore(estimated.Blur, 0.125f));
    }

    [Fact]
    public void Restore_AfterTheFirstJob_LeavesNoTensorBehind()
    {
        var source = TestPictures.Planar(20, 13);
        var options = new S3DiffOptions { LatentTileSize = 8, LatentTileOverlap = 2 };
        Restore(source, 4, options);

        LiveTensors.DeltaOf(() => Restore(source, 4, options)).ShouldBe(0);
        LiveTensors.DeltaOf(() => Restore(source, 2, _scored with { StartTimestep = 500, LatentMode = LatentMode.Sample })).ShouldBe(0);
    }

    [Fact]
    public void Restore_Cancelled_StopsAtTheNextTileAndLeavesNoTensorBehind()
    {
        var source = TestPictures.Planar(60, 40);
        var options = _scored with { LatentTileSize = 8, LatentTileOverlap = 2 };
        Restore(source, 1, options);
        using var cancellation = new CancellationTokenSource();
        var log = new ProgressLog
        {
            OnReport = report =>
            {
                if (report is { Stage: JobStage.Denoise, Completed: 2 })
                    cancellation.Cancel();
            },
        };

        LiveTensors.DeltaOf(() => Should.Throw<OperationCanceledException>(
            () => Pipeline.Restore(source, 240, 160, options, log, cancellation.Token))).ShouldBe(0);

        log.Reports[^1].ShouldBe(log.Reports.Single(report => report is { Stage: JobStage.Denoise, Completed: 2 }));
    }

    [Fact]
    public void Restore_Progress_IsMonotoneOverAllStages()
    {
        var log = new ProgressLog();
        var options = new S3DiffOptions { LatentTileSize = 8, LatentTileOverlap = 2 };

        var result = Pipeline.Restore(TestPictures.Planar(40, 30), 160, 120, options, log, CancellationToken.None);

        log.ShouldBeMonotone();
        result.StageTimes.Select(time => time.Stage).ShouldBe(
            Enum.GetValues<JobStage>().Where(
                stage => stage is not (JobStage.Load or JobStage.Prepare or JobStage.Tag or JobStage.Control)));
    }

    [Fact]
    public void Restore_DamagedWeights_Throws()
    {
        using var pipeline = GoldenModel.Load();
        using (no_grad())
        {
            using var weight = pipeline.Networks.UNet.get_parameter("conv_out.bias")!.alias();
            using var filled = weight.fill_(float.NaN);
        }

        var exception = Should.Throw<UnusableOutputException>(
            () => pipeline.Restore(TestPictures.Planar(8, 8), 8, 8, _scored, null, CancellationToken.None));

        exception.Stage.ShouldBe(nameof(JobStage.Denoise));
    }

    [Fact]
    public void Restore_BFloat16_IsCloseToFloat32()
    {
        using var pipeline = GoldenModel.Load(ComputePrecision.BFloat16);
        var source = TestPictures.Planar(16, 16);

        var narrow = pipeline.Restore(source, 64, 64, _scored, null, CancellationToken.None).Image;

        var wide = Restore(source, 4, _scored);
        double sum = 0;
        for (int i = 0; i < wide.Data.Length; i++)
            sum += Math.Abs(wide.Data[i] - narrow.Data[i]);
        (sum / wide.Data.Length).ShouldBeLessThan(0.05);
    }

    [Fact]
    public void Restore_NetworksWidened_StillFollowTheScores()
    {
        using var pipeline = GoldenModel.Load(ComputePrecision.BFloat16);
        var source = TestPictures.Planar(8, 8);
        var first = pipeline.Restore(source, 8, 8, _scored, null, CancellationToken.None).Image;
        pipeline.Networks.WidenUNet();
        pipeline.Networks.WidenVae();

        var wide = pipeline.Restore(source, 8, 8, _scored with { Blur = 0.9f }, null, CancellationToken.None).Image;

        wide.Data.ShouldNotBe(first.Data);
        // The weights themselves keep the digits that loading left them.
        wide.Data.Zip(Restore(source, 1, _scored with { Blur = 0.9f }).Data, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(0.05f);
    }

    [Fact]
    public void Restore_MemoryRunsOut_TriesSmallerTiles()
    {
        using var pipeline = GoldenModel.Load();
        int calls = 0;
        pipeline.Noise = stream =>
            ++calls < 3 ? throw new InvalidOperationException("CUDA out of memory. Tried to allocate 2 GiB") : new SeededNoise(1, stream);

        var image =
            pipeline.Restore(
                TestPictures.Planar(60, 60), 240, 240, _scored with { LatentMode = LatentMode.Sample }, null, CancellationToken.None).Image;

        (calls, image.Width).ShouldBe((3, 240));
    }

    [Fact]
    public void Restore_MemoryNeverSufficesForTheEstimate_SaysSo()
    {
        using var pipeline = GoldenModel.Load();
        pipeline.Networks.Estimator!.register_forward_pre_hook((_, _) => throw new InvalidOperationException("CUDA out of memory."));

        Should.Throw<OutOfDeviceMemoryException>(
            () => pipeline.Restore(TestPictures.Planar(16, 16), 64, 64, new S3DiffOptions(), null, CancellationToken.None))
            .Stage.ShouldContain(nameof(JobStage.EstimateDegradation));
        Should.Throw<OutOfDeviceMemoryException>(() => pipeline.EstimateDegradation(TestPictures.Planar(16, 16), CancellationToken.None));
    }

    [Fact]
    public void EstimateDegradation_ScoreIsNotANumber_Throws()
    {
        using var pipeline = GoldenModel.Load();
        pipeline.Networks.Estimator!.register_forward_hook((_, _, output) => output.fill_(float.NaN));

        Should.Throw<UnusableOutputException>(() => pipeline.EstimateDegradation(TestPictures.Planar(16, 16), CancellationToken.None));
    }

    [Fact]
    public void Restore_MemoryNeverSuffices_SaysWhichDeviceAndStage()
    {
        using var pipeline = GoldenModel.Load();
        pipeline.Noise = _ => throw new OutOfMemoryException();

        var exception = Should.Throw<OutOfDeviceMemoryException>(
            () =>
                pipeline.Restore(
                    TestPictures.Planar(60, 60), 240, 240, _scored with { LatentMode = LatentMode.Sample }, null, CancellationToken.None));

        exception.Device.ShouldBe("cpu");
        exception.Stage.ShouldContain(nameof(JobStage.Encode));
    }

    [Fact]
    public void Restore_BeyondTheMemoryBudget_IsCutIntoRegions()
    {
        using var pipeline = GoldenModel.Load();
        pipeline.MemoryBudget = 1;
        var source = TestPictures.Planar(272, 256);

        var cut = pipeline.Restore(source, 272, 256, _scored, null, CancellationToken.None).Image;

        // Random weights make much of the regions' own group statistics: this only tells a picture from garbage.
        var whole = Restore(source, 1, _scored);
        whole.Data.Zip(cut.Data, (a, b) => Math.Abs(a - b)).Average().ShouldBeInRange(1e-9f, 0.12f);
    }

    [Fact]
    public void Load_ForeignWeights_Throws()
    {
        var parts = GoldenModel.OpenParts();
        using var unet = parts.UNet;

        Should.Throw<Exception>(() => S3DiffPipelineLoader.Load(
            parts with { UNet = GoldenFolder.OpenWeights("s3diff/de_net_fp16.safetensors") }, ComputeDevice.Cpu, ComputePrecision.Auto,
            CancellationToken.None))
            .Message.ShouldContain("conv_in.weight");
    }

    [Fact]
    public void Load_Half_OnTheCpuThrows() =>
        Should.Throw<DeviceUnavailableException>(() => GoldenModel.Load(ComputePrecision.Float16));

    private PlanarImage Restore(PlanarImage source, int factor, S3DiffOptions options) =>
        Pipeline.Restore(source, source.Width * factor, source.Height * factor, options, null, CancellationToken.None).Image;
}
