using SrPlugin.Bench;
using SrPlugin.Inference.AddSr;
using SrPlugin.Inference.Devices;
using SrPlugin.Inference.Jobs;

namespace SrPlugin.Cli.Tests.Bench;

public sealed class RealSizeAddSrModelTests
{
    [Fact]
    public void CreateThin_OneJob_GoesThroughEveryStageOfTheRealOne()
    {
        using AddSrPipeline pipeline = AddSrPipelineLoader.Load(
            RealSizeAddSrModel.CreateThin(), ComputeDevice.Cpu, ComputePrecision.Float32, CancellationToken.None);
        var options = new AddSrOptions { StepCount = 2, ProcessSize = 64 };

        RestoredImage result = pipeline.Restore(BenchPicture.Create(16, 16, 0), 64, 64, options, null, CancellationToken.None);

        result.StageTimes.Select(time => time.Stage).Order().ShouldBe(
            [JobStage.Tag, JobStage.EncodePrompts, JobStage.Encode, JobStage.Control, JobStage.Denoise, JobStage.Decode, JobStage.Finish]);
        result.Tags.ShouldBeEmpty();
    }
}
