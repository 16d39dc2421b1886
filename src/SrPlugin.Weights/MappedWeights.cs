namespace SrPlugin.Weights;

/// <summary>
/// A view of another source with other names: what a rename returns <see langword="null"/> for is hidden. The source is
/// borrowed and stays open when the view is disposed.
/// </summary>
public class MappedWeights : WeightsSource
{
    private readonly WeightsSource _source;
    private readonly OrderedDictionary<string, TensorInfo> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _originals = new(StringComparer.Ordinal);

    /// <summary>Creates the view.</summary>
    /// <param name="source">The source to look at.</param>
    /// <param name="rename">From a name in the source to the name in the view, or null to hide the tensor.</param>
    /// <exception cref="WeightsFormatException">Two tensors would get the same name.</exception>
    public MappedWeights(WeightsSource source, Func<string, string?> rename)
    {
        _source = source;
        foreach (var (original, tensor) in source.Tensors)
        {
            if (rename(original) is not { } name)
                continue;
            if (!_tensors.TryAdd(name, tensor with { Name = name }))
                throw new WeightsFormatException(
                    source.ToString()!, $"the tensors '{_originals[name]}' and '{original}' both mean '{name}'");
            _originals.Add(name, original);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, TensorInfo> Tensors => _tensors;

    /// <inheritdoc/>
    public override void Read(string name, Span<byte> destination)
    {
        Find(name);
        _source.Read(_originals[name], destination);
    }

    /// <inheritdoc/>
    public override string ToString() => _source.ToString()!;
}
