using SrPlugin.Inference.AddSr;
using SrPlugin.Inference.ColorFix;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Weights.Models;

namespace SrPlugin.Jobs.Tests;

public sealed class RecipeMappingTests
{
    [Fact]
    public void Defaults_AreThoseOfTheEngine()
    {
        ControlManifest manifest = ControlManifest.Load();
        var request = new UpscaleRequest();
        var options = new S3DiffOptions();

        Number("scale").ShouldBe(request.Factor);
        Number("feather").ShouldBe(request.Feather);
        Number("guidance").ShouldBe(options.GuidanceScale);
        Number("start-timestep").ShouldBe(options.StartTimestep);
        Number("seed").ShouldBe(options.Seed);
        manifest["tile"].Default.ShouldBeNull("the engine chooses");
        manifest["working-scale"].Default.ShouldBeNull("the model says");
        options.LatentTileSize.ShouldBeNull();
        Text("prompt").ShouldBe(S3DiffOptions.DefaultPositivePrompt);
        Text("negative-prompt").ShouldBe(S3DiffOptions.DefaultNegativePrompt);
        RecipeChoices.Modes[Text("mode")].ShouldBe(request.Mode);
        RecipeChoices.ColorFixes[Text("color-fix")].ShouldBe(options.ColorFix);
        RecipeChoices.Latents[Text("latent")].ShouldBe(options.LatentMode);

        double Number(string name) => manifest[name].Default!.Value.GetDouble();
        string Text(string name) => manifest[name].Default!.Value.GetString()!;
    }

    [Fact]
    public void DefaultsOf_ModelForOwnSize_ReachTheRequestAndYieldToTheUser()
    {
        Recipe? wanted = RecipeMapping.DefaultsOf(new ModelConfiguration { WorkingScale = 1, ColorFix = "none", GuidanceScale = 1 });
        Recipe complete = RecipeDefaults.Complete(null, wanted, "s3diff", ControlManifest.Load());
        UpscaleRequest request = RecipeMapping.ToRequest(complete, null, null, new S3DiffOptions());

        (request.WorkingScale, request.Options!.ColorFix, request.Options.GuidanceScale).ShouldBe((1, ColorFixMode.None, 1));
        RecipeDefaults.Complete(new Recipe { WorkingScale = 2 }, wanted, "s3diff", ControlManifest.Load()).WorkingScale.ShouldBe(2);
        RecipeDefaults.Complete(null, null, "s3diff", ControlManifest.Load()).WorkingScale.ShouldBeNull();
    }

    [Fact]
    public void DefaultsOfAddSr_AreThoseOfTheEngine()
    {
        ControlManifest manifest = ControlManifest.Load();
        Recipe complete = RecipeDefaults.Complete(null, null, "addsr", manifest);

        RecipeMapping.ToOptions(complete, new AddSrOptions()).ShouldBe(new AddSrOptions());
        complete.Steps.ShouldBe(new AddSrOptions().StepCount);
        complete.Refinement.ShouldBe(new AddSrOptions().SelfRefinementWeight);
        complete.ConditioningScale.ShouldBe(new AddSrOptions().ConditioningScale);
        complete.Blur.ShouldBeNull();
    }

    [Fact]
    public void RecipeOfAddSr_EverySetting_ReachesTheEngine()
    {
        var recipe = new Recipe
        {
            Prompt = "a church", NegativePrompt = "blur", Guidance = 2, Steps = 2, Refinement = 0.25, ConditioningScale = 0.75, Seed = 7,
            ColorFix = "none", Latent = "mode", Tile = 48,
        };
        Recipe complete = RecipeDefaults.Complete(recipe, null, "addsr", ControlManifest.Load());

        RecipeMapping.ToOptions(complete, new AddSrOptions()).ShouldBe(new AddSrOptions
        {
            PositivePrompt = "a church",
            NegativePrompt = "blur",
            GuidanceScale = 2,
            StepCount = 2,
            SelfRefinementWeight = 0.25,
            ConditioningScale = 0.75,
            Seed = 7,
            ColorFix = ColorFixMode.None,
            LatentMode = LatentMode.Mode,
            LatentTileSize = 48,
        });
    }

    [Fact]
    public void ToScores_OfAnyFloat_ReadsBackAsTheSame()
    {
        var random = new Random(5);
        for (int i = 0; i < 10_000; i++)
        {
            var score = new DegradationScore(random.NextSingle(), random.NextSingle());
            DegradationScores kept = RecipeMapping.ToScores(score);

            ((float)kept.Blur).ShouldBe(score.Blur);
            ((float)kept.Noise).ShouldBe(score.Noise);
        }
        RecipeMapping.ToScores(new DegradationScore(0.3f, 0.7f)).ShouldBe(new DegradationScores(0.3, 0.7));
    }

    [Fact]
    public void DefaultsOf_AModelsWishes_AreInTheRecipe()
    {
        RecipeMapping.DefaultsOf(null).ShouldBeNull();
        RecipeMapping.DefaultsOf(new ModelConfiguration { GuidanceScale = 1.5, BlurScore = 0.25 })
            .ShouldBe(new Recipe { Guidance = 1.5, Blur = 0.25 });
    }

    [Fact]
    public void Choices_AreAllUnderstood()
    {
        ControlManifest manifest = ControlManifest.Load();

        manifest["mode"].Choices!.ShouldBe(RecipeChoices.Modes.Keys, ignoreOrder: true);
        manifest["color-fix"].Choices!.ShouldBe(RecipeChoices.ColorFixes.Keys, ignoreOrder: true);
        manifest["latent"].Choices!.ShouldBe(RecipeChoices.Latents.Keys, ignoreOrder: true);
        manifest["precision"].Choices!.ShouldBe(RecipeChoices.Precisions.Keys, ignoreOrder: true);
    }
}
