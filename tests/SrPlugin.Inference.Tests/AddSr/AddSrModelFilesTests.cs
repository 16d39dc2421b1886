using SrPlugin.Inference.AddSr;
using SrPlugin.Testing;
using SrPlugin.Weights;
using SrPlugin.Weights.Models;

namespace SrPlugin.Inference.Tests.AddSr;

public sealed class AddSrModelFilesTests : IDisposable
{
    private static readonly string _builtIn = Path.GetFullPath(GoldenFolder.Fixture("../../models/tiny-addsr"));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("srplugin-model-");

    public AddSrModelFilesTests()
    {
        foreach (
            string path in Directory.EnumerateFiles(_builtIn, "*", SearchOption.AllDirectories)
                .Where(path => Path.GetFileName(path) != ModelManifest.FileName))
        {
            string copy = Path.Combine(_folder.FullName, Path.GetRelativePath(_builtIn, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Open_DeleteList_TagsOfItAreNeverChosen()
    {
        Write("ram_tag_list_delete.txt", "dark\n");

        TagsNeverChosen().ShouldBe(["dark"]);
    }

    [Fact]
    public void Open_NoDeleteList_EveryTagCanBeChosen() => TagsNeverChosen().ShouldBeEmpty();

    [Theory]
    [InlineData("ram_tag_list_threshold.txt", "0.5\n", "thresholds")]
    [InlineData("ram_tag_list_delete.txt", "unicorn\n", "'unicorn'")]
    public void Open_ListsThatDoNotFit_SaysWhereTheyLie(string file, string content, string fault)
    {
        Write(file, content);

        InvalidModelException exception = Should.Throw<InvalidModelException>(
            () => AddSrModelFiles.Open(ModelFolder.Open(_folder.FullName)));
        exception.Message.ShouldContain(_folder.FullName);
        exception.Message.ShouldContain(fault);
    }

    private IEnumerable<string> TagsNeverChosen()
    {
        AddSrModelParts parts = AddSrModelFiles.Open(ModelFolder.Open(_folder.FullName));
        foreach (WeightsSource? opened in new[] { parts.Vae, parts.UNet, parts.ControlNet, parts.Tagger, parts.Dape })
            opened?.Dispose();
        return [.. parts.Vocabulary.Tags.Where((_, i) => float.IsPositiveInfinity(parts.Vocabulary.Thresholds[i]))];
    }

    private void Write(string file, string content) => File.WriteAllText(Path.Combine(_folder.FullName, file), content);
}
