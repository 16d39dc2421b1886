namespace SrPlugin.Weights.Pickle;

/// <summary>A stored run of elements that tensors are views of.</summary>
internal sealed class StorageRecord(string key, TensorElementType type, long count)
{
    public string Key { get; } = key;

    public TensorElementType Type { get; } = type;

    /// <summary>Elements, not bytes.</summary>
    public long Count { get; } = count;

    /// <summary>Where the elements start in the file; the older format tells only after the pickle.</summary>
    public long Start { get; set; } = -1;
}
