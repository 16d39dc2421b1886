using System.Globalization;
using System.Numerics;

namespace SrPlugin.Weights.Pickle;

/// <summary>
/// torch.save's format before 1.6: the pickles of a magic number, a protocol number, facts about the machine, the object
/// and the storage keys, one after another; then, in the order of the keys, each storage's element count and elements.
/// </summary>
internal static class TorchLegacyArchive
{
    private const long ProtocolVersion = 1001;
    private const long MaxPickleBytes = 64 << 20;

    private static readonly BigInteger _magic = BigInteger.Parse(
        "1950a86a20f9469cfc6c", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>The pickled object, its tensors pointing into the file.</summary>
    public static object? Read(ByteSource bytes)
    {
        var storages = new Dictionary<string, StorageRecord>(StringComparer.Ordinal);
        var input = new PickleCursor(bytes, 0, Math.Min(bytes.Length, MaxPickleBytes));
        object? Next() => new PickleReader(input, id => Load(storages, id)).Read();

        if (Next() is not BigInteger magic || magic != _magic)
            throw new WeightsFormatException(bytes.Name, "a Python pickle, but not a checkpoint of torch.save", 0);
        if (Next() is not ProtocolVersion)
            throw input.Fault($"the checkpoint's protocol version is not {ProtocolVersion}");
        if (Next() is not PickleDictionary machine || machine.Items.Any(item => item is { Key: "little_endian", Value: not true }))
            throw input.Fault("the checkpoint was written big-endian, which is not supported");
        var root = Next();
        if (Next() is not List<object?> keys)
            throw input.Fault("the list of storages is missing");
        Locate(bytes, input.Position, keys, storages);
        return root;
    }

    // ('storage', torch.FloatStorage, key, location, element count, None or (view key, first element, element count))
    private static TorchStorage Load(Dictionary<string, StorageRecord> storages, object?[] id)
    {
        if (id is not ["storage", TensorElementType type, string key, string, long count, .. var rest] || count < 0)
            throw new ArgumentException("a persistent id is not ('storage', type, key, location, count, view)");
        if (!storages.TryGetValue(key, out var record))
            storages.Add(key, record = new StorageRecord(key, type, count));
        if (record.Type != type || record.Count != count)
            throw new ArgumentException($"storage '{key}' is described in two ways");
        return rest switch
        {
            [] or [null] => new TorchStorage(record, 0, count),
            [object?[] and [string, long first, long part]] when first >= 0 && part >= 0 && first <= count && part <= count - first
                => new TorchStorage(record, first, part),
            _ => throw new ArgumentException($"the view of storage '{key}' lies outside it"),
        };
    }

    private static void Locate(ByteSource bytes, long position, List<object?> keys, Dictionary<string, StorageRecord> storages)
    {
        var open = new HashSet<string>(storages.Keys, StringComparer.Ordinal);
        foreach (var item in keys)
        {
            if (item is not string key || !open.Remove(key))
                throw new WeightsFormatException(
                    bytes.Name, $"the list of storages names '{item as string}', which no tensor uses", position);
            var count = BitConverter.ToInt64(bytes.Read(position, sizeof(long)));
            position += sizeof(long);
            var record = storages[key];
            if (count != record.Count)
                throw new WeightsFormatException(bytes.Name, $"storage '{key}' has {count} elements instead of {record.Count}", position);
            // Divide rather than multiply: a count near 2^63 must not wrap around.
            if (count > (bytes.Length - position) / record.Type.ByteSize())
                throw new WeightsFormatException(
                    bytes.Name, $"truncated: storage '{key}' has {count} elements, more than the file", position);
            record.Start = position;
            position += count * record.Type.ByteSize();
        }
        if (open.Count > 0)
            throw new WeightsFormatException(bytes.Name, $"storage '{open.First()}' is not in the file", position);
    }
}
