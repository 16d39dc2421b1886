namespace SrPlugin.Weights;

/// <summary>Strict loading, the part that needs no tensors: do the keys and shapes of a source fit a network exactly?</summary>
public static class StrictKeys
{
    /// <summary>Checks that a source holds exactly the expected keys, each with the expected shape.</summary>
    /// <param name="source">Where the weights come from. Hide what may be ignored with a <see cref="MappedWeights"/>.</param>
    /// <param name="expected">Name and shape of every parameter and buffer of the network.</param>
    /// <param name="network">What the network is called in the message.</param>
    /// <exception cref="WeightsMismatchException">Anything is missing, unexpected or mis-shaped; all of it is listed.</exception>
    public static void Check(WeightsSource source, IEnumerable<KeyValuePair<string, IReadOnlyList<long>>> expected, string network)
    {
        var missing = new List<string>();
        var misshapen = new List<ShapeMismatch>();
        var unexpected = new HashSet<string>(source.Tensors.Keys, StringComparer.Ordinal);
        foreach (var (name, shape) in expected)
        {
            unexpected.Remove(name);
            if (!source.Tensors.TryGetValue(name, out var tensor))
                missing.Add(name);
            else if (!tensor.Shape.SequenceEqual(shape))
                misshapen.Add(new ShapeMismatch(name, shape, tensor.Shape));
        }
        if (missing.Count + misshapen.Count + unexpected.Count > 0)
            throw new WeightsMismatchException(
                source.ToString()!, network, missing, [.. source.Tensors.Keys.Where(unexpected.Contains)], misshapen);
    }
}
