using System.Text.Json;

namespace SrPlugin.Networks.Loading;

/// <summary>
/// Reads a published config.json key by key. What a network does not implement is refused by key and value; a key that nobody asked
/// for is accepted only while it switches nothing on (null or false).
/// </summary>
internal sealed class ConfigDocument
{
    private readonly string _network;
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    private ConfigDocument(string network, JsonElement root)
    {
        _network = network;
        foreach (var property in root.EnumerateObject())
            _values[property.Name] = property.Value.Clone();
    }

    /// <exception cref="JsonException">Not JSON, or no object.</exception>
    public static ConfigDocument Parse(string network, Stream json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException($"The configuration of {network} is no JSON object.");
        return new ConfigDocument(network, document.RootElement);
    }

    /// <summary>Whether the key is there and not null.</summary>
    public bool Has(string key) => Find(key, out _);

    public long Integer(string key, long? fallback = null)
    {
        if (!Find(key, out var value))
            return fallback ?? throw Missing(key);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number > 0
            ? number
            : throw Unsupported(key, value);
    }

    public double Number(string key, double fallback)
    {
        if (!Find(key, out var value))
            return fallback;
        return value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Unsupported(key, value);
    }

    public bool Flag(string key, bool fallback)
    {
        if (!Find(key, out var value))
            return fallback;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Unsupported(key, value);
    }

    /// <summary>A list of positive integers, or one that stands for all of <paramref name="count"/> entries.</summary>
    public IReadOnlyList<long> Integers(string key, int? count = null, long? fallback = null)
    {
        if (!Find(key, out var value))
            return Enumerable.Repeat(fallback ?? throw Missing(key), count ?? 1).ToArray();
        if (value.ValueKind == JsonValueKind.Number && count is { } length)
            return Enumerable.Repeat(Positive(value), length).ToArray();
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0
            || (count is { } wanted && value.GetArrayLength() != wanted))
            throw Unsupported(key, value);
        return value.EnumerateArray().Select(Positive).ToArray();

        long Positive(JsonElement element) =>
            element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number) && number > 0
                ? number
                : throw Unsupported(key, value);
    }

    /// <summary>A list of names, each one of those allowed.</summary>
    public IReadOnlyList<string> Names(string key, params string[] allowed)
    {
        if (!Find(key, out var value))
            throw Missing(key);
        if (value.ValueKind != JsonValueKind.Array)
            throw Unsupported(key, value);
        return value.EnumerateArray().Select(element =>
            element.ValueKind == JsonValueKind.String && allowed.Contains(element.GetString(), StringComparer.Ordinal)
                ? element.GetString()!
                : throw Unsupported(key, element)).ToArray();
    }

    /// <summary>One of the names allowed; absence means the first.</summary>
    public string Choice(string key, params string[] allowed)
    {
        if (!Find(key, out var value))
            return allowed[0];
        return value.ValueKind == JsonValueKind.String && allowed.Contains(value.GetString(), StringComparer.Ordinal)
            ? value.GetString()!
            : throw Unsupported(key, value);
    }

    /// <summary>Refuses every value of a key but null, absence and these JSON texts.</summary>
    public void Require(string key, params string[] allowed)
    {
        if (Find(key, out var value) && !allowed.Contains(value.GetRawText(), StringComparer.Ordinal))
            throw Unsupported(key, value);
    }

    /// <summary>Refuses every value of a key but one; absence means the published default.</summary>
    public void RequireExactly(string key, string allowed, string defaultValue)
    {
        var text = Find(key, out var value) ? value.GetRawText() : defaultValue;
        if (text != allowed)
            throw Unsupported(key, text);
    }

    /// <summary>Accepts keys that say nothing about the arithmetic.</summary>
    public void Ignore(params string[] keys) => _known.UnionWith(keys);

    /// <summary>Refuses keys nobody asked for, unless they are switched off.</summary>
    public void RejectRest()
    {
        foreach (var (key, value) in _values)
        {
            if (!key.StartsWith('_') && !_known.Contains(key) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False))
                throw Unsupported(key, value);
        }
    }

    public NotSupportedException Unsupported(string key, JsonElement value) => Unsupported(key, value.GetRawText());

    public NotSupportedException Unsupported(string key, string value) =>
        new(
            $"{_network} does not support \"{key}\": {value}. Use a model whose configuration has another value, or one of the listed "
                + $"models.");

    private bool Find(string key, out JsonElement value)
    {
        _known.Add(key);
        return _values.TryGetValue(key, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private NotSupportedException Missing(string key) => new($"The configuration of {_network} lacks the key \"{key}\".");
}
