using System.Text;

namespace SrPlugin.Weights.Pickle;

/// <summary>torch.save's format since 1.6: a zip of uncompressed records, <c>ROOT/data.pkl</c> and <c>ROOT/data/KEY</c>.</summary>
internal static class TorchZipArchive
{
    private const long MaxPickleBytes = 64 << 20;
    private const string PickleName = "data.pkl";

    /// <summary>The pickled object, its tensors pointing into the file.</summary>
    public static object? Read(ByteSource bytes)
    {
        var entries = ZipDirectory.Read(bytes);
        var root = FindRoot(bytes, entries);
        if (entries.TryGetValue(root + "byteorder", out var order) && order.Length <= 16 &&
            Encoding.ASCII.GetString(bytes.Read(order.FindData(bytes), order.Length)) == "big")
            throw new WeightsFormatException(bytes.Name, "the checkpoint was written big-endian, which is not supported");
        var pickle = entries[root + PickleName];
        if (pickle.Length > MaxPickleBytes)
            throw new WeightsFormatException(
                bytes.Name, $"{root}{PickleName} has {pickle.Length} bytes; at most {MaxPickleBytes} are accepted");
        var start = pickle.FindData(bytes);
        return new PickleReader(new PickleCursor(bytes, start, start + pickle.Length), id => Load(bytes, entries, root, id)).Read();
    }

    // The folder inside the archive is called after the file it was first saved as.
    private static string FindRoot(ByteSource bytes, Dictionary<string, ZipEntry> entries)
    {
        var roots = entries.Keys
            .Where(name => name.EndsWith(PickleName, StringComparison.Ordinal))
            .Select(name => name[..^PickleName.Length])
            .Where(root => root.Length == 0 || root.IndexOf('/', StringComparison.Ordinal) == root.Length - 1)
            .Take(2)
            .ToArray();
        return roots.Length == 1 ? roots[0] : throw new WeightsFormatException(bytes.Name, roots.Length == 0
            ? $"a zip archive without {PickleName}: not a checkpoint of torch.save"
            : $"a zip archive with several {PickleName}");
    }

    // ('storage', torch.FloatStorage, key, location, element count); the location (cpu, cuda:0) does not matter.
    private static TorchStorage Load(ByteSource bytes, Dictionary<string, ZipEntry> entries, string root, object?[] id)
    {
        if (id is not ["storage", TensorElementType type, string key, string, long count, ..])
            throw new ArgumentException("a persistent id is not ('storage', type, key, location, count)");
        if (!entries.TryGetValue($"{root}data/{key}", out var entry))
            throw new ArgumentException($"the archive has no storage '{key}'");
        if (count < 0 || count > entry.Length / type.ByteSize())
            throw new ArgumentException($"storage '{key}' claims {count} elements, but its record has {entry.Length} bytes");
        return new TorchStorage(new StorageRecord(key, type, count) { Start = entry.FindData(bytes) }, 0, count);
    }
}
