using System.Text.Json;

namespace SrPlugin.Weights;

/// <summary>
/// The files that a <c>*.index.json</c> lists (<c>{"weight_map": {"tensor name": "file beside the index"}}</c>), as one source.
/// </summary>
internal sealed class ShardedWeights : WeightsSource
{
    private const long MaxIndexBytes = 64 << 20;

    private readonly string _index;
    private readonly Dictionary<string, WeightsSource> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WeightsSource> _sources = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, TensorInfo> _tensors = new(StringComparer.Ordinal);

    public ShardedWeights(string index)
    {
        _index = index;
        try
        {
            foreach (var (name, file) in ReadMap(index))
            {
                if (!_files.TryGetValue(file, out var source))
                    _files.Add(file, source = WeightsFile.OpenSingle(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(index))!, file)));
                if (!source.Tensors.TryGetValue(name, out var tensor))
                    throw new WeightsFormatException(index, $"tensor '{name}' is not in {file}");
                _tensors.Add(name, tensor);
                _sources.Add(name, source);
            }
        }
        catch
        {
            Dispose(disposing: true);
            throw;
        }
    }

    public override IReadOnlyDictionary<string, TensorInfo> Tensors => _tensors;

    public override void Read(string name, Span<byte> destination)
    {
        Find(name, destination);
        _sources[name].Read(name, destination);
    }

    public override string ToString() => _index;

    protected override void Dispose(bool disposing)
    {
        foreach (var file in _files.Values)
            file.Dispose();
    }

    private static Dictionary<string, string> ReadMap(string index)
    {
        try
        {
            using var stream = File.OpenRead(index);
            if (stream.Length > MaxIndexBytes)
                throw new WeightsFormatException(index, $"the index has {stream.Length} bytes; at most {MaxIndexBytes} are accepted");
            using var json = JsonDocument.Parse(stream);
            var map = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var item in json.RootElement.GetProperty("weight_map").EnumerateObject())
            {
                var file = item.Value.GetString();
                if (string.IsNullOrEmpty(file) || file is "." or ".." || file.AsSpan().ContainsAny('/', '\\', ':'))
                    throw new WeightsFormatException(index, $"'{file}' is not the name of a file beside the index");
                if (!map.TryAdd(item.Name, file))
                    throw new WeightsFormatException(index, $"tensor '{item.Name}' occurs twice");
            }
            return map;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new WeightsFormatException(index, $"not an index of weights files: {e.Message}", innerException: e);
        }
    }
}
