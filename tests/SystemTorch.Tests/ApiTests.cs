using System.IO.Compression;
using TorchSharp;

namespace SystemTorch.Tests;

/// <summary>
/// Every public member must be TorchSharp's, to the letter: then what compiles here compiles there. The list was made
/// by reflection over TorchSharp 0.107.0; its head lines describe it.
/// </summary>
public sealed class ApiTests
{
    [Fact]
    public void PublicMembers_OfSystemTorch_AreAllTorchSharps()
    {
        var theirs = ReadList();
        var ours = ApiText.Of(typeof(torch).Assembly).ToList();
        ours.Count.ShouldBeGreaterThan(1000);
        var strange = ours.Where(line => !theirs.Contains(line)).ToList();
        strange.ShouldBeEmpty(string.Join("\n", strange.Take(80)));
    }

    private static HashSet<string> ReadList()
    {
        using var file = typeof(ApiTests).Assembly.GetManifestResourceStream("torchsharp-0.107-api.txt.gz");
        using var reader = new StreamReader(new GZipStream(file!, CompressionMode.Decompress));
        var lines = new HashSet<string>();
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
                lines.Add(ApiText.Comparable(line));
        }
        return lines;
    }
}
