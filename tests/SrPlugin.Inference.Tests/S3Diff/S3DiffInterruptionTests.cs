using SrPlugin.Imaging;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Inference.Tests.Jobs;

namespace SrPlugin.Inference.Tests.S3Diff;

/// <summary>One job runs while another tells of its progress, as the service's interactive jobs do within batch jobs.</summary>
public sealed class S3DiffInterruptionTests
{
    private static readonly S3DiffOptions _batch = new() { Blur = 0.4f, Noise = 0.3f, LatentTileSize = 8, LatentTileOverlap = 2 };

    [Fact]
    public void Restore_InterruptedAtEveryReport_BothJobsMakeTheSamePixels()
    {
        using S3DiffPipeline pipeline = GoldenModel.Load();
        PlanarImage source = TestPictures.Planar(40, 24), other = TestPictures.Planar(9, 7);
        var interactive = new S3DiffOptions { Blur = 0.9f, Noise = 0.1f, PositivePrompt = "a cat", Seed = 7, LatentMode = LatentMode.Sample };
        float[] expected = Restore(pipeline, source, _batch), expectedOther = Restore(pipeline, other, interactive);
        int interruptions = 0;

        float[] interrupted = Restore(pipeline, source, _batch, new ProgressLog
        {
            OnReport = report =>
            {
                if (report.Stage is JobStage.Encode or JobStage.Denoise or JobStage.Decode && report.Completed % 3 != 0)
                    return;
                interruptions++;
                float[] result = [];
                var thread = new Thread(() => result = Restore(pipeline, other, interactive));
                thread.Start();
                thread.Join();
                result.ShouldBe(expectedOther);
            },
        });

        interruptions.ShouldBeGreaterThan(5);
        interrupted.ShouldBe(expected);
    }

    [Fact]
    public void Restore_OtherPromptsFillTheCache_StillFindsItsOwn()
    {
        using S3DiffPipeline pipeline = GoldenModel.Load();
        PlanarImage source = TestPictures.Planar(16, 16);
        float[] expected = Restore(pipeline, source, _batch);

        Restore(pipeline, source, _batch, new ProgressLog
        {
            OnReport = report =>
            {
                if (report is { Stage: JobStage.Encode, Completed: 0 })
                    pipeline.ForgetPrompts();
            },
        }).ShouldBe(expected);
    }

    [Fact]
    public void Restore_VaeWidenedMeanwhile_BeginsAnewInTheWideFormat()
    {
        using S3DiffPipeline pipeline = GoldenModel.Load(ComputePrecision.BFloat16);
        bool isWidened = false;

        float[] result = Restore(pipeline, TestPictures.Planar(40, 40), _batch, new ProgressLog
        {
            OnReport = report =>
            {
                if (report is not { Stage: JobStage.Decode, Completed: > 1 } || isWidened)
                    return;
                isWidened = true;
                pipeline.Networks.WidenVae();
            },
        });

        isWidened.ShouldBeTrue();
        result.ShouldAllBe(value => value >= 0 && value <= 1);
    }

    private static float[] Restore(S3DiffPipeline pipeline, PlanarImage source, S3DiffOptions options, ProgressLog? progress = null) =>
        pipeline.Restore(source, source.Width * 4, source.Height * 4, options, progress, CancellationToken.None).Image.Data;
}
