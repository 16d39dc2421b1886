using SrPlugin.Cli.Controls;
using SrPlugin.Cli.Upscaling;
using SrPlugin.Inference.AddSr;
using SrPlugin.Inference.ColorFix;
using SrPlugin.Inference.Jobs;
using SrPlugin.Inference.S3Diff;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;

namespace SrPlugin.Cli.Tests;

public sealed class ControlManifestTests
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
        options.LatentTileSize.ShouldBeNull();
        Text("prompt").ShouldBe(S3DiffOptions.DefaultPositivePrompt);
        Text("negative-prompt").ShouldBe(S3DiffOptions.DefaultNegativePrompt);
        ControlChoices.Modes[Text("mode")].ShouldBe(request.Mode);
        ControlChoices.ColorFixes[Text("color-fix")].ShouldBe(options.ColorFix);
        ControlChoices.Latents[Text("latent")].ShouldBe(options.LatentMode);

        double Number(string name) => manifest[name].Default!.Value.GetDouble();
        string Text(string name) => manifest[name].Default!.Value.GetString()!;
    }

    [Fact]
    public void DefaultsOfAddSr_AreThoseOfTheEngine()
    {
        ControlManifest manifest = ControlManifest.Load();
        Recipe complete = RecipeDefaults.Complete(null, null, "addsr", manifest);

        LocalRecipe.ToOptions(complete, new AddSrOptions()).ShouldBe(new AddSrOptions());
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
            Prompt = "a church", NegativePrompt = "blur", Guidance = 2, Steps = 2, Refinement = 0.25, ConditioningScale = 0.75, Seed = 7, ColorFix = "none", Latent = "mode", Tile = 48,
        };
        Recipe complete = RecipeDefaults.Complete(recipe, null, "addsr", ControlManifest.Load());

        LocalRecipe.ToOptions(complete, new AddSrOptions()).ShouldBe(new AddSrOptions
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
    public void Ranges_OfNumbers_HoldTheDefault()
    {
        foreach (Control control in ControlManifest.Load().Controls.Where(control => control.Type is ControlType.Number or ControlType.Integer))
        {
            control.Minimum.ShouldNotBeNull(control.Name);
            control.Maximum.ShouldNotBeNull(control.Name);
            if (control.Default is { } value)
                value.GetDouble().ShouldBeInRange(control.Minimum.Value, control.Maximum.Value, control.Name);
        }
    }

    [Fact]
    public void Choices_AreAllUnderstood()
    {
        ControlManifest manifest = ControlManifest.Load();

        manifest["mode"].Choices!.ShouldBe(ControlChoices.Modes.Keys, ignoreOrder: true);
        manifest["color-fix"].Choices!.ShouldBe(ControlChoices.ColorFixes.Keys, ignoreOrder: true);
        manifest["latent"].Choices!.ShouldBe(ControlChoices.Latents.Keys, ignoreOrder: true);
        manifest["precision"].Choices!.ShouldBe(ControlChoices.Precisions.Keys, ignoreOrder: true);
    }
}
