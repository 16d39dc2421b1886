using SrPlugin.Inference.Jobs;
using SrPlugin.Protocol;

namespace SrPlugin.Jobs.Tests;

public sealed class StageWordsTests
{
    [Fact]
    public void Of_EveryStage_HasAWordThatPeopleHaveANameFor()
    {
        foreach (JobStage stage in Enum.GetValues<JobStage>())
            StageNames.Of(StageWords.Of(stage)).ShouldNotBe(StageWords.Of(stage));
        StageNames.Of(StageWords.Queued).ShouldNotBe(StageWords.Queued);
    }
}
