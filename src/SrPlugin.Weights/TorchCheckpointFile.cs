using System.Globalization;
using SrPlugin.Weights.Pickle;

namespace SrPlugin.Weights;

/// <summary>
/// A checkpoint of torch.save, in its zip format or the older one. The pickle inside is evaluated as data only: a Python
/// name outside a short allow-list is refused (<see cref="UnsafeCheckpointException"/>), nothing is ever executed.
/// Tensors of any device and layout are read as contiguous CPU tensors, one at a time, from the mapped file.
/// </summary>
/// <remarks>
/// Names of nested dicts, lists and tuples are joined with '/': <c>state_dict_unet/conv_in.weight</c>,
/// <c>unet_lora_target_modules/0</c>. Parameters count as tensors; attributes of state dicts are dropped.
/// </remarks>
public sealed class TorchCheckpointFile : WeightsSource
{
    private const int MaxDepth = 64;
    private const long MaxNames = 64 << 20;
    private const long Allowance = 1 << 20;

    private readonly ByteSource _bytes;
    private readonly OrderedDictionary<string, TensorInfo> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TorchTensor> _views = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, object?> _values = new(StringComparer.Ordinal);
    private long _budget;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file. It stays open until this object is disposed.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnsafeCheckpointException">The pickle asks for something weights do not need.</exception>
    /// <exception cref="WeightsFormatException">The file is not a checkpoint, or damaged.</exception>
    public TorchCheckpointFile(string path)
        : this(MappedBytes.Open(path), ownsBytesOnFailure: true)
    {
    }

    internal TorchCheckpointFile(ByteSource bytes, bool ownsBytesOnFailure = false)
    {
        _bytes = bytes;
        try
        {
            var root = IsZip(bytes) ? TorchZipArchive.Read(bytes) : TorchLegacyArchive.Read(bytes);
            // A few shared values can be nested into a tree of astronomical size; real names are shorter than their file.
            _budget = Math.Min(bytes.Length, MaxNames) + Allowance;
            Flatten("", root, 0);
        }
        catch when (ownsBytesOnFailure)
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, TensorInfo> Tensors => _tensors;

    /// <summary>
    /// Everything that is not a tensor, by the same names: null, bool, long, double, string, byte[] or
    /// <see cref="System.Numerics.BigInteger"/>. Devices and element types appear as text (<c>cuda:0</c>, <c>torch.float16</c>).
    /// </summary>
    public IReadOnlyDictionary<string, object?> Values => _values;

    /// <inheritdoc/>
    public override void Read(string name, Span<byte> destination)
    {
        Find(name, destination);
        _views[name].Read(_bytes, destination);
    }

    /// <inheritdoc/>
    public override string ToString() => _bytes.Name;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _bytes.Dispose();
    }

    private static bool IsZip(ByteSource bytes)
    {
        Span<byte> start = stackalloc byte[4];
        bytes.Read(0, start);
        return start.SequenceEqual("PK\x03\x04"u8);
    }

    private void Flatten(string name, object? value, int depth)
    {
        if (depth > MaxDepth)
            throw Fault($"'{name[..Math.Min(name.Length, 100)]}…' is nested deeper than {MaxDepth} levels, or contains itself");
        if ((_budget -= name.Length + 1) < 0)
            throw Fault("the checkpoint unfolds into far more values than it has bytes");
        switch (value)
        {
            case PickleDictionary dictionary:
                foreach (var (key, item) in dictionary.Items)
                    Flatten(Join(name, key), item, depth + 1);
                break;
            case IReadOnlyList<object?> list:
                for (var i = 0; i < list.Count; i++)
                    Flatten(Join(name, i.ToString(CultureInfo.InvariantCulture)), list[i], depth + 1);
                break;
            case TorchTensor tensor:
                Add(name, tensor);
                break;
            case TorchStorage storage:
                Add(name, new TorchTensor(storage, 0, [storage.Count], [1]));
                break;
            case null or bool or long or double or string or byte[] or System.Numerics.BigInteger:
                if (_tensors.ContainsKey(name) || !_values.TryAdd(name, value))
                    throw Fault($"the name '{name}' occurs twice");
                break;
            default:
                throw Fault($"'{name}' is a type or function, not a value");
        }
    }

    private void Add(string name, TorchTensor view)
    {
        var tensor = new TensorInfo(name, view.ElementType, view.Shape);
        // A stride of 0 repeats elements without storing them; no checkpoint needs more of that than it has bytes.
        if (tensor.ByteCount > _bytes.Length + Allowance)
            throw Fault($"{tensor} takes {tensor.ByteCount} bytes, far more than the whole file");
        if (_values.ContainsKey(name) || !_tensors.TryAdd(name, tensor))
            throw Fault($"the name '{name}' occurs twice");
        _views.Add(name, view);
    }

    private static string Join(string name, string key) => name.Length == 0 ? key : $"{name}/{key}";

    private WeightsFormatException Fault(string problem) => new(_bytes.Name, problem);
}
