using SrPlugin.Protocol.Controls;
using SrPlugin.Protocol.Presets;

namespace SrPlugin.Protocol.Tests.Presets;

public sealed class PresetLibraryTests : IDisposable
{
    private static readonly ControlManifest _controls = ControlManifest.Load();

    private readonly string _folder = Directory.CreateTempSubdirectory("srp").FullName;
    private readonly PresetLibrary _library;

    public PresetLibraryTests() => _library = new PresetLibrary(_controls, Path.Combine(_folder, "presets"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_NoFolder_IsTheBuiltInOnes()
    {
        PresetList list = _library.Load();

        list.Faults.ShouldBeEmpty();
        list.Presets.ShouldNotBeEmpty();
        list.Presets.ShouldAllBe(preset => preset.IsBuiltIn);
    }

    [Fact]
    public void Save_Preset_IsFoundAgainAndTakesABuiltInOnesPlace()
    {
        string builtIn = _library.Load().Presets[0].Name;
        var mine = new Preset { Name = builtIn, Title = "Mine ✓", Recipe = new Recipe { Scale = 2, Prompt = "größer" } };

        string path = _library.Save(mine);

        _library.Load().Find(builtIn).ShouldBe(mine);
        PresetFile.Read(path, _controls).ShouldBe(mine);
        Directory.GetFiles(_library.Folder).Length.ShouldBe(1, "nothing temporary stays");
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("")]
    [InlineData("Big")]
    public void Save_NameThatIsNone_IsRefused(string name) =>
        Should.Throw<InvalidManifestException>(() => _library.Save(new Preset { Name = name, Title = "t", Recipe = new Recipe() }));

    [Fact]
    public void Save_FaultyRecipe_WritesNothing()
    {
        Should.Throw<InvalidManifestException>(
            () => _library.Save(new Preset { Name = "x", Title = "t", Recipe = new Recipe { Scale = 99 } }));

        Directory.Exists(_library.Folder).ShouldBeFalse();
    }

    [Fact]
    public void Load_FaultyFiles_AreLeftOutWithAllTheirFaults()
    {
        Directory.CreateDirectory(_library.Folder);
        Write("a.json", """{"name": "Bad Name", "colour": 1, "recipe": {"scale": 99, "melt": true}}""");
        Write("b.json", "nonsense");
        Write("c.json", """{"name": "good", "title": "Good", "recipe": {"scale": 2}}""");
        Write("d.json", """{"name": "good", "title": "Again", "recipe": {}}""");
        Write("e.json", new string(' ', 300_000));
        Write("f.json", "[1]");

        PresetList list = _library.Load();

        list.Find("good")!.Title.ShouldBe("Good");
        list.Faults.Count.ShouldBe(5);
        string first = string.Join(' ', list.Faults[0].Faults);
        foreach (string part in new[] { "Bad Name", "colour", "no title", "scale", "melt" })
            first.ShouldContain(part);
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_library.Folder, name), content);
}
