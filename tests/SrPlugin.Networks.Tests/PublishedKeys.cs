using System.IO.Compression;
using System.Text.Json;
using SrPlugin.Testing;

namespace SrPlugin.Networks.Tests;

/// <summary>The published key lists under tests/fixtures/keys.</summary>
internal static class PublishedKeys
{
    /// <summary>A document of the folder.</summary>
    public static JsonDocument Open(string name)
    {
        using var file = File.OpenRead(GoldenFolder.Fixture($"keys/{name}.json.gz"));
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        return JsonDocument.Parse(unpacked);
    }

    /// <summary>Every key with its shape; names of nested dictionaries are joined by '/'.</summary>
    public static Dictionary<string, long[]> Shapes(string name)
    {
        using var document = Open(name);
        return Flatten(document.RootElement, "").ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>A published config.json.</summary>
    public static T Config<T>(string network, Func<Stream, T> read)
    {
        using var stream = File.OpenRead(GoldenFolder.Fixture($"keys/{network}.config.json"));
        return read(stream);
    }

    private static IEnumerable<KeyValuePair<string, long[]>> Flatten(JsonElement element, string prefix)
    {
        foreach (var property in element.EnumerateObject().Where(property => !property.Name.StartsWith('_')))
        {
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var nested in Flatten(property.Value, $"{prefix}{property.Name}/"))
                    yield return nested;
            }
            else if (property.Value.ValueKind == JsonValueKind.Array && property.Value.GetArrayLength() == 2
                && property.Value[1].ValueKind == JsonValueKind.Array)
            {
                yield return new(prefix + property.Name, [.. property.Value[1].EnumerateArray().Select(size => size.GetInt64())]);
            }
        }
    }
}
