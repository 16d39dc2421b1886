using System.IO.Compression;

namespace SrPlugin.PaintDotNet.Tests.Api;

/// <summary>The list of Paint.NET 5.1's public declarations; its own head lines describe its form.</summary>
internal sealed class ApiList
{
    private readonly Dictionary<string, ApiType> _types = [];

    private ApiList()
    {
        using var file = typeof(ApiList).Assembly.GetManifestResourceStream("paintdotnet-5.1-api.txt.gz")!;
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var block = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            if (line.Length > 0)
                block.Add(line);
            else
                AddBlock(block);
        }

        AddBlock(block);
    }

    public static ApiList Instance { get; } = new();

    public int Count => _types.Count;

    public ApiType? Find(string type) => _types.GetValueOrDefault(type);

    private void AddBlock(List<string> block)
    {
        if (block.Count == 0)
            return;
        string name = Value(block, "type"), assembly = Value(block, "assembly"), declaration = Value(block, "decl");
        var members = new HashSet<string>();
        var values = new HashSet<string>();
        string[] typeParameters = DeclarationText.TypeParameters(declaration);
        foreach (string line in block)
        {
            int colon = line.IndexOf(": ", StringComparison.Ordinal);
            string kind = line[..colon], text = line[(colon + 2)..];
            if (kind == "enum")
            {
                values.Add(text);
                continue;
            }

            if (!kind.StartsWith("m.", StringComparison.Ordinal))
                continue;
            string[] parts = kind[2..].TrimEnd(']').Split('[');
            string owner = parts.Length > 1 ? parts[1] : assembly;
            foreach (string signature in DeclarationText.Signatures(parts[0], text, typeParameters))
                members.Add($"{owner}|{signature}");
        }

        _types.Add(name, new ApiType(name, assembly, DeclarationText.Bases(declaration), members, values));
        block.Clear();
    }

    private static string Value(List<string> block, string key) =>
        block.First(line => line.StartsWith(key + ": ", StringComparison.Ordinal))[(key.Length + 2)..];
}
