using SrPlugin.Testing;

namespace SrPlugin.Trainer.Tests.Papers;

/// <summary>The stand-ins of the published networks, written once by the command that the documentation names.</summary>
public sealed class StandInNetworks : IDisposable
{
    public StandInNetworks()
    {
        Folder = Directory.CreateTempSubdirectory("srplugin-stand-ins-").FullName;
        var error = new StringWriter();
        TrainCommand.Run(["stand-ins", "--output", Folder], TextWriter.Null, error, CancellationToken.None).ShouldBe(0, error.ToString());
    }

    public string Folder { get; }

    /// <summary>A recipe of the repository with these networks and the test photos, in a file of its own.</summary>
    public string Recipe(string name, params (string From, string To)[] changes)
    {
        var root = Path.GetFullPath(Path.Combine(GoldenFolder.Fixture("."), "..", ".."));
        var text = File.ReadAllText(Path.Combine(root, "recipes", name)).Replace("/tmp/stand-ins", Folder, StringComparison.Ordinal)
            .Replace("tests/fixtures/images", GoldenFolder.Fixture("images"), StringComparison.Ordinal)
            .Replace("\"models/", $"\"{root}/models/", StringComparison.Ordinal);
        foreach (var (from, to) in changes)
        {
            text.ShouldContain(from);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        var path = Path.Combine(Folder, Path.GetRandomFileName() + ".json");
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
