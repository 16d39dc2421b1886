using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules one after the other. What lies between two of them is disposed.</summary>
public class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly List<nn.IModule<Tensor, Tensor>> _modules = [];

    protected Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules)
        : this((IEnumerable<(string, nn.Module<Tensor, Tensor>)>)modules)
    {
    }

    protected Sequential(params nn.Module<Tensor, Tensor>[] modules)
        : this(modules.Select((m, k) => (k.ToString(System.Globalization.CultureInfo.InvariantCulture), m)))
    {
    }

    internal Sequential(IEnumerable<(string Name, nn.Module<Tensor, Tensor> Module)> modules)
        : base(nameof(Sequential))
    {
        foreach (var (key, module) in modules)
            append(key, module);
    }

    public int Count => _modules.Count;

    public nn.IModule<Tensor, Tensor> this[int index] => _modules[index];

    public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
    {
        register_module(name, (nn.Module)module);
        _modules.Add(module);
        return this;
    }

    public Sequential append(nn.IModule<Tensor, Tensor> module) =>
        append(_modules.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), module);

    public override Tensor forward(Tensor tensor)
    {
        if (_modules.Count == 0)
            return tensor.alias();
        var current = _modules[0].call(tensor);
        for (var k = 1; k < _modules.Count; k++)
        {
            var next = _modules[k].call(current);
            current.Dispose();
            current = next;
        }
        return current;
    }
}
