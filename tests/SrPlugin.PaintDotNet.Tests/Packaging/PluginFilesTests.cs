using System.Text.Json;

namespace SrPlugin.PaintDotNet.Tests.Packaging;

/// <summary>What is installed into the Effects folder.</summary>
public sealed class PluginFilesTests
{
    private static readonly string Folder = Path.Combine(
        Repository.Root, "src", "SrPlugin.PaintDotNet", "bin", Repository.Configuration, "net9.0-windows");

    [Fact]
    public void Folder_Assemblies_AreOursAlone()
    {
        string[] files = [.. Directory.EnumerateFiles(Folder, "*.dll").Select(Path.GetFileName).OfType<string>().Order()];

        files.ShouldBe(["SrPlugin.Client.dll", "SrPlugin.PaintDotNet.dll", "SrPlugin.Protocol.dll"]);
        files.Sum(file => new FileInfo(Path.Combine(Folder, file)).Length).ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public void Dependencies_File_NamesNoAssemblyOfTheHost()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "SrPlugin.PaintDotNet.deps.json")));

        file.RootElement.GetProperty("libraries").EnumerateObject().Select(library => library.Name.Split('/')[0])
            .ShouldBe(["SrPlugin.PaintDotNet", "SrPlugin.Client", "SrPlugin.Protocol"], ignoreOrder: true);
    }
}
