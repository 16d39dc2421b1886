namespace SrPlugin.Weights;

/// <summary>Several sources as one, which owns them. No two may hold a tensor of one name.</summary>
public sealed class JoinedWeights : WeightsSource
{
    private readonly IReadOnlyList<WeightsSource> _sources;
    private readonly OrderedDictionary<string, TensorInfo> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WeightsSource> _owners = new(StringComparer.Ordinal);

    /// <summary>Joins sources.</summary>
    /// <param name="sources">What is joined; now owned by the result.</param>
    /// <exception cref="WeightsFormatException">Two sources hold a tensor of the same name.</exception>
    public JoinedWeights(IReadOnlyList<WeightsSource> sources)
    {
        _sources = sources;
        foreach (var (name, tensor, source) in sources.SelectMany(source => source.Tensors.Select(pair => (pair.Key, pair.Value, source))))
        {
            if (!_tensors.TryAdd(name, tensor))
                throw new WeightsFormatException(source.ToString()!, $"the tensor '{name}' is also in {_owners[name]}");
            _owners.Add(name, source);
        }
    }

    /// <summary>Opens several files as one source.</summary>
    /// <param name="paths">The files.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="WeightsFormatException">A file is damaged or refused as unsafe, or two hold a tensor of the same name.</exception>
    public static WeightsSource Open(params IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var opened = new List<WeightsSource>();
        try
        {
            foreach (var path in paths)
                opened.Add(WeightsSource.Open(path));
            return new JoinedWeights(opened);
        }
        catch
        {
            opened.ForEach(source => source.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, TensorInfo> Tensors => _tensors;

    /// <inheritdoc/>
    public override void Read(string name, Span<byte> destination)
    {
        Find(name, destination);
        _owners[name].Read(name, destination);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(" and ", _sources);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var source in _sources)
            source.Dispose();
    }
}
