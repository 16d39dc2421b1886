namespace SrPlugin.Weights;

/// <summary>
/// Sound weights that do not fit the network they were meant for. The message shows the first few keys of each kind;
/// the lists are complete.
/// </summary>
public sealed class WeightsMismatchException : WeightsFormatException
{
    private const int Shown = 5;

    /// <summary>Creates the exception.</summary>
    public WeightsMismatchException(
        string file, string network,
        IReadOnlyList<string> missing, IReadOnlyList<string> unexpected, IReadOnlyList<ShapeMismatch> misshapen)
        : base(file, $"these weights do not fit the network {network}: {Describe(missing, unexpected, misshapen)}. " +
                     "Do the file and the configuration belong to the same model?")
    {
        Network = network;
        Missing = missing;
        Unexpected = unexpected;
        Misshapen = misshapen;
    }

    /// <summary>What the network is called.</summary>
    public string Network { get; }

    /// <summary>Keys of the network that the source lacks.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Keys of the source that the network lacks.</summary>
    public IReadOnlyList<string> Unexpected { get; }

    /// <summary>Keys that both have, with different shapes.</summary>
    public IReadOnlyList<ShapeMismatch> Misshapen { get; }

    private static string Describe(
        IReadOnlyList<string> missing, IReadOnlyList<string> unexpected, IReadOnlyList<ShapeMismatch> misshapen) =>
        string.Join(
            "; ", new[] { List("missing", missing), List("unexpected", unexpected), List("mis-shaped", misshapen) }.OfType<string>());

    private static string? List<T>(string what, IReadOnlyList<T> items) =>
        items.Count == 0 ? null
        : $"{items.Count} {what} ({string.Join(", ", items.Take(Shown))}{(items.Count > Shown ? $" and {items.Count - Shown} more" : "")})";
}
