using SrPlugin.Trainer.AddSr;

namespace SrPlugin.Trainer.Tests.AddSr;

public sealed class AddSrRecipeTests
{
    [Fact]
    public void ToJson_AnyRecipe_ReadsBackAndIsKnownAsAddSr()
    {
        var recipe = new AddSrRecipe { StudentSteps = 7, AdversarialWeights = [0, 1, 2, 3], Photos = ["a.png"] };

        var json = recipe.ToJson();

        AddSrRecipe.IsAddSr(json).ShouldBeTrue();
        AddSrRecipe.Parse(json).ToJson().ShouldBe(json);
        AddSrRecipe.IsAddSr("""{ "steps": 3 }""").ShouldBeFalse();
    }

    [Fact]
    public void Validate_SeveralFaults_ListsThemAll()
    {
        var fault = Should.Throw<ArgumentException>(
            () => new AddSrRecipe { StudentSteps = 0, CropSize = 33, DistillationWeights = [1] }.Validate());

        fault.Message.ShouldContain("studentSteps");
        fault.Message.ShouldContain("cropSize 33");
        fault.Message.ShouldContain("distillationWeights");
    }
}
