using SrPlugin.Weights.Models;

namespace SrPlugin.Weights.Tests.Models;

public sealed class ModelStoreTests : IDisposable
{
    private const string Manifest =
        """{"id": "ID", "name": "N", "description": "D", "pipeline": "s3diff", "licence": {"name": "X", "terms": "T"}, "files": [{"path": "a", "sha256": "0000000000000000000000000000000000000000000000000000000000000000"}]BASE}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void List_SeveralFolders_TheFirstWinsAndProblemsAreShown()
    {
        Write("1/own", "own");
        Write("2/own", "second");
        Write("2/other", "other");
        _folder.Write("2/broken/manifest.json", "{");
        _folder.Write("2/official/scheduler/scheduler_config.json", "{}");
        _folder.Write("2/unrelated/readme.txt", "");
        var models = Store("1", "2", "absent").List();
        models.Select(model => model.Id).ShouldBe(["broken", "official", "other", "own"]);
        models[0].Problem!.ShouldContain("manifest.json cannot be used");
        models[1].Manifest.ShouldBeNull();
        models[1].Problem.ShouldBeNull();
        models[3].Manifest!.Id.ShouldBe("own");
    }

    [Fact]
    public void Open_IdOrFolder_OpensTheModel()
    {
        Write("1/own", "own");
        Store("1").Open("own").Directory.ShouldBe(Path.Combine(_folder.Root, "1", "own"));
        Store("absent").Open(Path.Combine(_folder.Root, "1", "own")).Id.ShouldBe("own");
    }

    [Fact]
    public void Open_BaseInAnotherFolder_IsFound()
    {
        Write("1/own", "own", """, "base": "sd-turbo" """);
        _folder.Write("2/sd-turbo/scheduler/scheduler_config.json", "{}");
        Store("1", "2").Open("own").Get("scheduler").Directory.ShouldBe(Path.Combine(_folder.Root, "2", "sd-turbo", "scheduler"));
        Should.Throw<ModelNotFoundException>(() => Store("1").Open("own")).Model.ShouldBe("sd-turbo");
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("../1")]
    public void Open_Unknown_NamesWhatIsThereAndWhereWasLooked(string model)
    {
        Write("1/own", "own");
        var fault = Should.Throw<ModelNotFoundException>(() => Store("1").Open(model));
        fault.Known.ShouldBe(["own"]);
        fault.Message.ShouldContain($"There is no model '{model}'. Found: own. Looked in {Path.Combine(_folder.Root, "1")}.");
        fault.Message.ShouldContain("SRPLUGIN_MODELS");
    }

    [Fact]
    public void CreateDefault_GivenFolder_LooksThereFirstAndInTheCheckout()
    {
        var store = ModelStore.CreateDefault(_folder.Root);
        store.Folders[0].ShouldBe(_folder.Root);
        store.Folders.ShouldContain(Path.Combine(AppContext.BaseDirectory, "models"));
    }

    private void Write(string folder, string id, string @base = "") =>
        _folder.Write($"{folder}/manifest.json", Manifest.Replace("ID", id).Replace("BASE", @base));

    private ModelStore Store(params string[] folders) => new(folders.Select(folder => Path.Combine(_folder.Root, folder)));
}
