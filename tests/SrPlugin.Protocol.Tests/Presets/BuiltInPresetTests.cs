using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.Protocol.Tests.Presets;

public sealed class BuiltInPresetTests
{
    private static readonly PresetList BuiltIn =
        new PresetLibrary(ControlManifest.Load(), Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())).Load();

    [Theory]
    [InlineData("photo-restore", "Photo restore")]
    [InlineData("old-scan", "Old scan")]
    [InlineData("jpeg-clean-up", "JPEG clean-up")]
    [InlineData("gentle", "Gentle")]
    [InlineData("text-and-line-art", "Text and line art")]
    [InlineData("maximum-detail", "Maximum detail")]
    public void Load_WithoutUserFolder_HasThePreset(string name, string title)
    {
        Preset preset = BuiltIn.Find(name).ShouldNotBeNull();

        preset.Title.ShouldBe(title);
        preset.IsBuiltIn.ShouldBeTrue();
        preset.Recipe.Model.ShouldBeNull("a preset that ships fits every model");
        preset.Recipe.Seed.ShouldBeNull("a preset that ships leaves the seed to the user");
    }

    [Fact]
    public void Load_WithoutUserFolder_FindsNoFault() => BuiltIn.Faults.ShouldBeEmpty();

    [Fact]
    public void Recipes_OfAllPresets_Differ() =>
        BuiltIn.Presets.Select(preset => preset.Recipe).Distinct().Count().ShouldBe(BuiltIn.Presets.Count);
}
