using System.Text;
using SrPlugin.Gimp.Jobs;
using SrPlugin.Protocol;
using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.Gimp.Tests.Jobs;

/// <summary>The dialog's rows, and what its buttons make of the settings.</summary>
public sealed class PanelRowTests
{
    [Fact]
    public void All_ShippedManifest_ShowsFewBasicRowsAndAKeyForEach()
    {
        IReadOnlyList<PanelRow> rows = PanelRow.All(ControlManifest.Load());

        rows.TakeWhile(row => !row.IsAdvanced).Select(row => row.Name)
            .ShouldBe([PanelRow.Preset, "mode", "scale", "strength", "blur", "noise", PanelRow.Model, PanelRow.Target, PanelRow.Changes]);
        rows.SkipWhile(row => !row.IsAdvanced).ShouldAllBe(row => row.IsAdvanced && row.Group.Length > 0);
        char[] keys = [.. rows.Where(row => row.Mnemonic.Contains('_', StringComparison.Ordinal))
            .Select(row => char.ToLowerInvariant(row.Mnemonic[row.Mnemonic.IndexOf('_', StringComparison.Ordinal) + 1]))];
        keys.ShouldBeUnique();
        keys.Intersect("rcospbtagvd").ShouldBeEmpty("the buttons have those");
        rows.Where(row => !row.IsAdvanced).ShouldAllBe(row => row.Mnemonic.Contains('_'));
        rows.ShouldAllBe(row => !row.Label.Contains("latent", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void All_ControlThatNobodyKnowsByName_FindsItsPlace()
    {
        const string Manifest = """
            { "controls": [
              { "name": "mode", "title": "Mode", "type": "choice", "choices": ["a", "b"], "help": "h" },
              { "name": "grain", "title": "Grain", "type": "number", "minimum": 0, "maximum": 1, "help": "h", "advanced": true, "group": "Film" },
              { "name": "odd", "title": "Odd", "type": "text", "help": "h", "advanced": true },
              { "name": "dust", "title": "Dust", "type": "number", "minimum": 0, "maximum": 1, "help": "h", "advanced": true, "group": "Film" },
              { "name": "glow", "title": "Glow", "type": "number", "minimum": 0, "maximum": 1, "help": "h" } ] }
            """;
        var controls = ControlManifest.Read(new MemoryStream(Encoding.UTF8.GetBytes(Manifest)), "test");

        PanelRow.All(controls).Select(row => $"{row.Name} {(row.IsAdvanced ? row.Group : "")}")
            .ShouldBe(["preset ", "mode ", "glow ", "model ", "target ", "grain Film", "dust Film", "odd More"]);
    }

    [Fact]
    public void Three_AnySettings_GoFromGentleToStrong()
    {
        var recipe = new Recipe { Mode = "restore", Strength = 0.8, Noise = 0.9 };

        IReadOnlyList<Variant> three = Variant.Three(recipe, new DegradationScores(0.3, 0.1));

        three.Select(variant => variant.Title).ShouldBe(["Gentle", "As set", "Strong"]);
        three.Select(variant => variant.Recipe.Strength).ShouldBe([0.4, 0.8, 1]);
        three[1].Recipe.ShouldBe(recipe);
        (three[2].Recipe.Blur, three[2].Recipe.Noise).ShouldBe((0.5, 1));
        three.ShouldAllBe(variant => RecipeRules.FindFaults(variant.Recipe, ControlManifest.Load()).Count == 0);
        Variant.Three(recipe, null)[2].Recipe.Blur.ShouldBeNull("nothing is known to go up from");
    }

    [Theory]
    [InlineData("My cats", "my-cats")]
    [InlineData("  Été à la mer!  ", "t-la-mer")]
    [InlineData("写真", "my-preset")]
    [InlineData("Gentle", "gentle-2")]
    [InlineData("Mine", "mine")]
    [InlineData("MINE", "mine-2")]
    public void PresetNames_TitleOfAPerson_IsANameThatReplacesNoOther(string title, string name)
    {
        Preset[] presets =
        [
            new() { Name = "gentle", Title = "Gentle", Recipe = new Recipe(), IsBuiltIn = true },
            new() { Name = "mine", Title = "Mine", Recipe = new Recipe() },
        ];

        PresetNames.Of(title, presets).ShouldBe(name);
        PresetFile.IsName(name).ShouldBeTrue();
    }
}
