using System.Globalization;

namespace SrPlugin.Weights.Pickle;

/// <summary>A Python dict or OrderedDict. Integer keys (of optimiser states) are kept as their digits.</summary>
internal sealed class PickleDictionary
{
    private readonly OrderedDictionary<string, object?> _items = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, object?>> Items => _items;

    /// <exception cref="ArgumentException">The key is neither text nor an integer, or occurs twice.</exception>
    public void Set(object? key, object? value)
    {
        var name = key switch
        {
            string text => text,
            long number => number.ToString(CultureInfo.InvariantCulture),
            _ => throw new ArgumentException("a key is neither text nor an integer"),
        };
        if (!_items.TryAdd(name, value))
            throw new ArgumentException($"the key '{name}' occurs twice");
    }
}
