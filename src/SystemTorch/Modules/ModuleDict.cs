using System.Collections;
using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Child modules by name, in the order they came.</summary>
public class ModuleDict<T> : nn.Module, IDictionary<string, T>, IList<(string, T)>
    where T : nn.Module
{
    private readonly List<(string Key, T Module)> _list = [];

    public ModuleDict()
        : base("ModuleDict")
    {
    }

    public int Count => _list.Count;

    public bool IsReadOnly => false;

    public ICollection<string> Keys => _list.Select(e => e.Key).ToList();

    public ICollection<T> Values => _list.Select(e => e.Module).ToList();

    public T this[string key]
    {
        get => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"The module dictionary has no '{key}'.");
        set
        {
            var place = PlaceOf(key);
            if (place < 0)
                _list.Add((key, value));
            else
                _list[place] = (key, value);
            Renew();
        }
    }

    public (string, T) this[int index]
    {
        get => _list[index];
        set
        {
            _list[index] = value;
            Renew();
        }
    }

    public void Add(string key, T value)
    {
        if (ContainsKey(key))
            throw new ArgumentException($"The module dictionary already has '{key}'.", nameof(key));
        _list.Add((key, value));
        Renew();
    }

    public void Add((string, T) item) => Add(item.Item1, item.Item2);

    public void Add(KeyValuePair<string, T> item) => Add(item.Key, item.Value);

    public bool ContainsKey(string key) => PlaceOf(key) >= 0;

    public bool Contains((string, T) item) => _list.Contains(item);

    public bool Contains(KeyValuePair<string, T> item) => _list.Contains((item.Key, item.Value));

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        var place = PlaceOf(key);
        value = place < 0 ? null : _list[place].Module;
        return place >= 0;
    }

    public bool Remove(string key)
    {
        var place = PlaceOf(key);
        if (place >= 0)
            RemoveAt(place);
        return place >= 0;
    }

    public bool Remove((string, T) item) => Contains(item) && Remove(item.Item1);

    public bool Remove(KeyValuePair<string, T> item) => Contains(item) && Remove(item.Key);

    public void RemoveAt(int index)
    {
        _list.RemoveAt(index);
        Renew();
    }

    public void Insert(int index, (string, T) item)
    {
        _list.Insert(index, item);
        Renew();
    }

    public int IndexOf((string, T) item) => _list.IndexOf(item);

    public void Clear()
    {
        _list.Clear();
        Renew();
    }

    public void clear() => Clear();

    public IEnumerator<(string, T)> items() => GetEnumerator();

    public IEnumerable<string> keys() => Keys;

    public IEnumerable<T> values() => Values;

    public void CopyTo((string, T)[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

    public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex)
    {
        foreach (var (key, module) in _list)
            array[arrayIndex++] = new(key, module);
    }

    public IEnumerator<(string, T)> GetEnumerator() => _list.GetEnumerator();

    IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() =>
        _list.Select(e => new KeyValuePair<string, T>(e.Key, e.Module)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    protected override void RegisterComponents()
    {
    }

    private int PlaceOf(string key) => _list.FindIndex(e => e.Key == key);

    private void Renew()
    {
        ClearModules();
        foreach (var (key, module) in _list)
            register_module(key, module);
    }
}
