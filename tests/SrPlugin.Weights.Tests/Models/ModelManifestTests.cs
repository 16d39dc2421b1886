using SrPlugin.Weights.Models;

namespace SrPlugin.Weights.Tests.Models;

public sealed class ModelManifestTests : IDisposable
{
    private static readonly ModelManifest _sound = new()
    {
        Id = "tiny-s3diff",
        Name = "Tiny",
        Description = "A small one.",
        Pipeline = "s3diff",
        Licence = new ModelLicence { Name = "Apache-2.0", Terms = "Free for every use." },
        Files = [
            new ModelFile
            {
                Path = "unet/config.json",
                Size = 2,
                Sha256 = new string('a', 64),
                Sources = ["https://example.org/config.json"],
            }
        ],
        Configuration = new ModelConfiguration { GuidanceScale = 1.07, BlurScore = 0.5, StartTimestep = 0 },
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Save_ThenLoad_GivesTheSame()
    {
        var path = _folder.File(ModelManifest.FileName);
        _sound.Save(path);
        var loaded = ModelManifest.Load(path);
        loaded.Configuration.ShouldBe(_sound.Configuration);
        loaded.Licence.ShouldBe(_sound.Licence);
        loaded.Files.ShouldHaveSingleItem().Path.ShouldBe("unet/config.json");
        loaded.Files[0].Sources.ShouldBe(_sound.Files[0].Sources);
        loaded.Base.ShouldBeNull();
        File.ReadAllText(path).ShouldContain("\"guidanceScale\": 1.07");
        Directory.GetFiles(_folder.Root).Length.ShouldBe(1);
    }

    [Fact]
    public void Save_BaseThatIsTheModelItself_IsRefused() =>
        Should.Throw<InvalidModelException>(() => (_sound with { Base = _sound.Id }).Save(_folder.File(ModelManifest.FileName)))
            .Faults.ShouldBe([$"base '{_sound.Id}' is the model itself"]);

    [Fact]
    public void Load_ManyFaults_ListsAllOfThem()
    {
        var path = _folder.Write(ModelManifest.FileName, """
            {
              "id": "Bad Id", "pipeline": "magic", "licence": { "name": "X", "url": "file:///etc/passwd" }, "base": "../elsewhere",
              "files": [
                { "path": "../secret", "size": -1, "sha256": "12", "sources": ["ftp://a", "https://example.org/a"] },
                { "path": "A", "sha256": "0000000000000000000000000000000000000000000000000000000000000000" },
                { "path": "a", "sha256": "0000000000000000000000000000000000000000000000000000000000000000" }
              ],
              "configuration": { "guidanceScale": 0.5, "blurScore": 1.5, "noiseScore": -1, "startTimestep": 1000 }
            }
            """);
        var fault = Should.Throw<InvalidModelException>(() => ModelManifest.Load(path));
        fault.Faults.Select(text => text.Split(' ')[0]).ShouldBe(
            ["id", "name", "description", "pipeline", "licence.terms", "licence.url", "file", "size", "sha256", "source", "file", "base",
             "configuration.guidanceScale", "configuration.blurScore", "configuration.noiseScore", "configuration.startTimestep"]);
        fault.Message.ShouldStartWith(path);
        fault.Message.ShouldContain("file path '../secret' does not name a file inside the model's folder");
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("a/../../b")]
    [InlineData("/etc/passwd")]
    [InlineData("C:/windows")]
    [InlineData("C:a")]
    [InlineData("..\\a")]
    [InlineData("a\\b")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("./a")]
    [InlineData("a/.. /b")]
    [InlineData("a\n")]
    [InlineData("")]
    [InlineData("manifest.json")]
    [InlineData("Manifest.JSON")]
    public void Save_PathThatLeavesTheFolder_IsRefused(string path)
    {
        var bad = _sound with { Files = [_sound.Files[0] with { Path = path }] };
        Should.Throw<InvalidModelException>(() => bad.Save(_folder.File(ModelManifest.FileName))).Faults.ShouldHaveSingleItem().ShouldStartWith("file path");
        Directory.GetFiles(_folder.Root).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("null", "it is empty")]
    [InlineData("{", "Path: $")]
    [InlineData("""{"files": [{"size": "many"}]}""", "$.files[0].size")]
    [InlineData("""{"license": {}}""", "license")]
    [InlineData("""{"name": null}""", "$.name")]
    public void Load_NotAManifest_SaysWhere(string json, string where) =>
        Should.Throw<InvalidModelException>(
            () => ModelManifest.Load(_folder.Write(ModelManifest.FileName, json))).Message.ShouldContain(where);
}
