using System.Text.Json;
using PaintDotNet.IndirectUI;
using PaintDotNet.PropertySystem;
using SrPlugin.PaintDotNet.Controls;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.PaintDotNet.Tests.Effects;

public sealed class DialogTests
{
    private readonly ModelChoices _models = new();
    private readonly ControlSet _set;

    public DialogTests()
    {
        _models.Learn([new ModelDescription { Id = "some-addsr", Name = "AddSR", Family = "addsr" }], []);
        var manifest = ControlManifest.Load();
        _set = new ControlSet(manifest, new PresetLibrary(manifest, "/does/not/exist").Load().Presets, _models);
    }

    public static TheoryData<string> Presets =>
        [.. new PresetLibrary(ControlManifest.Load(), "/does/not/exist").Load().Presets.Select(preset => preset.Name)];

    [Fact]
    public void Properties_OfTheManifestsControls_AreAllThere()
    {
        PropertyCollection properties = PropertyFactory.Create(_set);

        properties.PropertyNames.Take(4).ShouldBe(["preset", "model", "run", "status"], "positions are for ever");
        foreach (Control control in ControlManifest.Load().Controls.Where(control => control.IsInRecipe))
            properties.PropertyNames.ShouldContain(control.Name);
    }

    [Fact]
    public void Layout_ServiceTellsOfAModelMeanwhile_OffersWhatThePropertiesHave()
    {
        PropertyCollection properties = PropertyFactory.Create(_set);
        _models.Learn([new ModelDescription { Id = "late", Name = "Late", Family = "s3diff" }], []);

        DialogLayout.Create(_set, properties);

        _set.Models.ShouldNotContain(model => model.Id == "late");
    }

    [Fact]
    public void Properties_Texts_TakeWhatTheServiceTakes()
    {
        PropertyCollection properties = PropertyFactory.Create(_set);

        string[] texts = [.. _set.Controls.Where(control => control.Type == ControlType.Text).Select(control => control.Name)];
        texts.ShouldContain("prompt");
        texts.ShouldAllBe(name => ((StringProperty)properties[name]!).MaxLength == Control.LongestText);
    }

    [Fact]
    public void Settings_Untouched_LeaveEverythingToTheEngine()
    {
        EffectSettings settings = EffectSettings.Read(PropertyFactory.Create(_set), _set);

        settings.Recipe.ShouldBe(new Recipe { Mode = "restore" });
    }

    [Fact]
    public void Settings_EveryControlMoved_ReachTheRecipe()
    {
        PropertyCollection properties = PropertyFactory.Create(_set);
        properties["model"]!.Value = "some-addsr";
        foreach (Control control in _set.Controls)
        {
            if (_set.HasAutomatic(control))
                properties[EffectProperties.Automatic(control.Name)]!.Value = false;
            properties[control.Name]!.Value = Moved(control);
        }

        JsonElement addsr = Recipe(properties);
        properties["model"]!.Value = "automatic";
        JsonElement s3diff = Recipe(properties);

        foreach (Control control in _set.Controls)
        {
            if (control.Applies("addsr"))
                addsr.TryGetProperty(control.Key, out _).ShouldBeTrue(control.Name);
            s3diff.TryGetProperty(control.Key, out _).ShouldBe(control.Applies("s3diff"), control.Name);
        }

        RecipeRules.FindFaults(s3diff, ControlManifest.Load()).ShouldBeEmpty();
        RecipeRules.FindFaults(addsr, ControlManifest.Load()).ShouldBeEmpty();
    }

    [Fact]
    public void Scores_WhileAutomatic_AreGreyed()
    {
        PropertyCollection properties = PropertyFactory.Create(_set);

        properties["blur"]!.ReadOnly.ShouldBeTrue();
        properties["blur-automatic"]!.Value = false;

        properties["blur"]!.ReadOnly.ShouldBeFalse();
        properties["noise"]!.ReadOnly.ShouldBeTrue();
        properties["blur"]!.Value = 0.3;
        EffectSettings.Read(properties, _set).Recipe.ShouldBe(new Recipe { Mode = "restore", Blur = 0.3 });
    }

    [Fact]
    public void AddSrControls_WithoutAnAddSrModel_AreGreyed()
    {
        PropertyCollection properties = PropertyFactory.Create(_set);
        properties["steps-automatic"]!.Value = false;

        properties["steps"]!.ReadOnly.ShouldBeTrue();
        properties["model"]!.Value = "some-addsr";

        properties["steps"]!.ReadOnly.ShouldBeFalse();
        properties["steps"]!.Value = 2;
        EffectSettings.Read(properties, _set).Recipe.Steps.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Preset_Chosen_FillsTheRest(string name)
    {
        JsonElement preset = JsonSerializer.SerializeToElement(
            _set.Presets.Single(known => known.Name == name).Recipe, ProtocolJson.Default.Recipe);
        PropertyCollection properties = PropertyFactory.Create(_set);
        properties["guidance"]!.Value = 9.0;
        properties["color-fix"]!.Value = "none";

        properties["preset"]!.Value = name;

        JsonElement recipe = Recipe(properties);
        foreach (Control control in _set.Controls.Where(control => control.Applies("s3diff") && control.Name != "scale"))
        {
            bool isSet = preset.TryGetProperty(control.Key, out JsonElement wanted)
                && (control.Name == "mode" || control.Default is not { } usual || !JsonElement.DeepEquals(wanted, usual));
            recipe.TryGetProperty(control.Key, out JsonElement found).ShouldBe(isSet || control.Name == "mode", control.Name);
            if (isSet)
                found.ToString().ShouldBe(wanted.ToString());
        }

        // A foreign family's controls follow the preset when its model is chosen.
        properties["model"]!.Value = "some-addsr";
        Recipe addsr = EffectSettings.Read(properties, _set).Recipe;
        addsr.Steps.ShouldBe(_set.Presets.Single(known => known.Name == name).Recipe.Steps);
    }

    [Fact]
    public void Preset_ThenASlider_KeepsTheSlider()
    {
        PropertyCollection properties = PropertyFactory.Create(_set);
        PresetWatch.Attach(_set, properties);
        properties["preset"]!.Value = "maximum-detail";
        Recipe preset = _set.Presets.Single(known => known.Name == "maximum-detail").Recipe;

        properties["guidance"]!.Value = 4.0;

        // A copy's rules may act again: they must find nothing to undo.
        properties["preset"]!.Value.ShouldBe(EffectProperties.NoPreset);
        Recipe recipe = EffectSettings.Read(properties.Clone(), _set).Recipe;
        (recipe.Guidance, recipe.Prompt, recipe.StartTimestep).ShouldBe((4, preset.Prompt, preset.StartTimestep));
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Preset_ChosenInADialog_StaysChosen(string name)
    {
        PropertyCollection properties = PropertyFactory.Create(_set);
        PresetWatch.Attach(_set, properties);
        foreach (var other in _set.Presets)
        {
            properties["preset"]!.Value = other.Name;
            properties["preset"]!.Value = name;

            properties["preset"]!.Value.ShouldBe(name, $"after {other.Name}");
        }

        properties["blur-automatic"]!.Value = !(bool)properties["blur-automatic"]!.Value!;
        properties["preset"]!.Value.ShouldBe(EffectProperties.NoPreset);
    }

    [Fact]
    public void Preset_SliderWritesARoundedValue_StaysChosen()
    {
        PropertyCollection properties = PropertyFactory.Create(_set);
        PresetWatch.Attach(_set, properties);
        properties["preset"]!.Value = "maximum-detail";

        properties["guidance"]!.Value = (double)properties["guidance"]!.Value! + 0.004;

        properties["preset"]!.Value.ShouldBe("maximum-detail");
    }

    [Fact]
    public void Layout_EveryProperty_HasATitleAndAControl()
    {
        PropertyCollection properties = PropertyFactory.Create(_set);

        ControlInfo panel = DialogLayout.Create(_set, properties);

        foreach (Control control in _set.Controls)
        {
            PropertyControlInfo info = panel.FindControlForPropertyName(control.Name)!;
            ((string)info.SetValues["DisplayName"]!).ShouldStartWith(control.Title);
        }

        panel.FindControlForPropertyName("run")!.ControlType.Value.ShouldBe(PropertyControlType.IncrementButton);
        panel.FindControlForPropertyName("status")!.ControlType.Value.ShouldBe(PropertyControlType.Label);
        panel.FindControlForPropertyName("preset")!.GetValueDisplayName("old-scan").ShouldBe("Old scan");
        panel.FindControlForPropertyName("guidance")!.SetValues.Keys.ShouldContain("DecimalPlaces");
        DialogLayout.Help(_set).ShouldContain(_set.Controls[2].Help);
    }

    private static object Moved(Control control) => control.Type switch
    {
        ControlType.Number when ControlSet.DefaultOf(control)?.GetDouble() == control.Maximum => control.Minimum!.Value,
        ControlType.Number => control.Maximum!.Value,
        ControlType.Integer => (int)Math.Min(control.Maximum!.Value, int.MaxValue) - 1,
        ControlType.Choice => control.Choices!.First(choice => choice != ControlSet.DefaultOf(control)?.GetString()),
        _ => "something else",
    };

    private JsonElement Recipe(PropertyCollection properties) =>
        JsonSerializer.SerializeToElement(EffectSettings.Read(properties, _set).Recipe, ProtocolJson.Default.Recipe);
}
