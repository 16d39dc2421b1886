using SrPlugin.Weights.Models;

namespace SrPlugin.Weights.Tests.Models;

public sealed class ModelFingerprintTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Compute_ModelsThatNameEachOther_EndsAndTellsThemApart()
    {
        Write("a", "one");
        Write("b", "two");
        string alone = Compute("a");
        Write("a", "one", "b");
        Write("b", "two", "a");

        Compute("a").ShouldNotBe(Compute("b"));
        Compute("a").ShouldNotBe(alone);
    }

    [Fact]
    public void Compute_PathToItselfAsBase_Ends()
    {
        Write("a", "one", Path.Combine(_folder.Root, "a"));

        Compute("a").Length.ShouldBe(64);
    }

    [Fact]
    public void Compute_BaseWithOtherFiles_Differs()
    {
        Write("base", "two");
        Write("a", "one", "base");
        string before = Compute("a");
        Write("base", "three");

        Compute("a").ShouldNotBe(before);
    }

    private string Compute(string id) => ModelFingerprint.Compute(ModelFolder.Open(Path.Combine(_folder.Root, id)), CancellationToken.None);

    private void Write(string id, string content, string? @base = null)
    {
        _folder.Write($"{id}/s3diff.safetensors", content);
        new ModelManifest
        {
            Id = id,
            Name = id,
            Description = "For a test.",
            Pipeline = "s3diff",
            Licence = new ModelLicence { Name = "X", Terms = "None." },
            Base = @base,
            Files = [ModelFile.Describe(Path.Combine(_folder.Root, id), "s3diff.safetensors")],
        }.Save(_folder.File(id, ModelManifest.FileName));
    }
}
