using System.Text.Json;
using SrPlugin.Trainer.Degradations;
using SrPlugin.Trainer.Training;

namespace SrPlugin.Trainer.Tests.Training;

public sealed class TrainingOptionsTests
{
    [Fact]
    public void Validate_Defaults_Pass() => new TrainingOptions().Validate();

    [Fact]
    public void Validate_SeveralFaults_NamesThemAll()
    {
        var options = new TrainingOptions
        {
            Steps = 0,
            CropSize = 30,
            PhotoShare = 2,
            Degradations = new DegradationOptions { MaximumBlur = -1 },
        };

        var message = Should.Throw<ArgumentException>(options.Validate).Message;

        foreach (var name in new[] { "steps", "cropSize", "photoShare", "maximumBlur" })
            message.ShouldContain(name);
    }

    [Fact]
    public void Parse_OwnJson_ReturnsTheSameRecipe()
    {
        var options = new TrainingOptions { Steps = 12, Photos = ["a.png"], Degradations = new DegradationOptions { WildShare = 0.3 } };

        TrainingOptions.Parse(options.ToJson()).ToJson().ShouldBe(options.ToJson());
    }

    [Fact]
    public void Parse_UnknownKey_Throws() => Should.Throw<JsonException>(() => TrainingOptions.Parse("{\"stepz\": 3}"));

    [Fact]
    public void Parse_PartialRecipe_KeepsDefaults() =>
        TrainingOptions.Parse("{\"steps\": 3}").BatchSize.ShouldBe(new TrainingOptions().BatchSize);
}
