using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Inference.Tests.Jobs;
using static TorchSharp.torch;

namespace SrPlugin.Inference.Tests.S3Diff;

/// <summary>One job runs at another one's checkpoints, as the service's interactive jobs do within batch jobs.</summary>
public sealed class S3DiffInterruptionTests
{
    private static readonly S3DiffOptions _batch = new() { Blur = 0.4f, Noise = 0.3f, LatentTileSize = 8, LatentTileOverlap = 2 };

    [Fact]
    public void Restore_AnotherJobAtEveryThirdCheckpoint_BothJobsMakeTheSamePixels()
    {
        using S3DiffPipeline pipeline = GoldenModel.Load();
        PlanarImage source = TestPictures.Planar(40, 24), other = TestPictures.Planar(9, 7);
        var interactive =
            new S3DiffOptions { Blur = 0.9f, Noise = 0.1f, PositivePrompt = "a cat", Seed = 7, LatentMode = LatentMode.Sample };
        float[] expected = Restore(pipeline, source, _batch), expectedOther = Restore(pipeline, other, interactive);
        int interruptions = 0;

        float[] interrupted = Restore(pipeline, source, _batch, new JobInterruption(number =>
        {
            if (number % 3 != 0)
                return false;
            interruptions++;
            Restore(pipeline, other, interactive).ShouldBe(expectedOther);
            return true;
        }));

        interruptions.ShouldBeGreaterThan(5);
        interrupted.ShouldBe(expected);
    }

    [Fact]
    public void Restore_OtherPromptsFillTheCache_ComputesItsOwnAgain()
    {
        using S3DiffPipeline pipeline = GoldenModel.Load();
        PlanarImage source = TestPictures.Planar(16, 16);
        float[] expected = Restore(pipeline, source, _batch);

        Restore(pipeline, source, _batch, new JobInterruption(_ =>
        {
            pipeline.ForgetPrompts();
            return true;
        })).ShouldBe(expected);
    }

    [Fact]
    public void Restore_NetworksWidenedByAnotherJob_ComputesInItsOwnFormat()
    {
        using S3DiffPipeline pipeline = GoldenModel.Load(ComputePrecision.BFloat16);
        PlanarImage source = TestPictures.Planar(40, 40);
        float[] expected = Restore(pipeline, source, _batch);

        float[] result = Restore(pipeline, source, _batch, new JobInterruption(_ =>
        {
            pipeline.Networks.WidenVae();
            pipeline.Networks.WidenUNet();
            return true;
        }));

        result.ShouldBe(expected);
        (pipeline.Networks.VaeType, pipeline.Networks.UNetType).ShouldBe((ScalarType.BFloat16, ScalarType.BFloat16));
    }

    [Fact]
    public void Restore_CancelledWhileAnotherJobRan_StopsAtThatCheckpoint()
    {
        using S3DiffPipeline pipeline = GoldenModel.Load();
        using var cancellation = new CancellationTokenSource();
        var checkpoint = new JobInterruption(number =>
        {
            if (number == 4)
                cancellation.Cancel();
            return number == 4;
        });

        Should.Throw<OperationCanceledException>(
            () => pipeline.Restore(TestPictures.Planar(40, 24), 160, 96, _batch, checkpoint, null, cancellation.Token));

        checkpoint.Passed.ShouldBe(4);
    }

    private static float[] Restore(S3DiffPipeline pipeline, PlanarImage source, S3DiffOptions options, IJobCheckpoint? checkpoint = null) =>
        pipeline.Restore(source, source.Width * 4, source.Height * 4, options, checkpoint, null, CancellationToken.None).Image.Data;
}
