using System.Collections;
using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Child modules by number.</summary>
public class ModuleList<T> : nn.Module, IList<T>
    where T : nn.Module
{
    private readonly List<T> _list = [];

    public ModuleList(params T[] modules)
        : base("ModuleList")
    {
        _list.AddRange(modules);
        Rename();
    }

    public int Count => _list.Count;

    public bool IsReadOnly => false;

    public T this[int index]
    {
        get => _list[index];
        set
        {
            _list[index] = value;
            Rename();
        }
    }

    public void Add(T item)
    {
        _list.Add(item);
        Rename();
    }

    public void append(params T[] parameters)
    {
        _list.AddRange(parameters);
        Rename();
    }

    public void extend(IEnumerable<T> modules)
    {
        _list.AddRange(modules);
        Rename();
    }

    public void Insert(int index, T item)
    {
        _list.Insert(index, item);
        Rename();
    }

    public bool Remove(T item)
    {
        var removed = _list.Remove(item);
        Rename();
        return removed;
    }

    public void RemoveAt(int index)
    {
        _list.RemoveAt(index);
        Rename();
    }

    public void Clear()
    {
        _list.Clear();
        Rename();
    }

    public bool Contains(T item) => _list.Contains(item);

    public int IndexOf(T item) => _list.IndexOf(item);

    public void CopyTo(T[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

    public IEnumerator<T> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    protected override void RegisterComponents()
    {
    }

    private void Rename()
    {
        ClearModules();
        for (var k = 0; k < _list.Count; k++)
            register_module(k.ToString(CultureInfo.InvariantCulture), _list[k]);
    }
}
