namespace SrPlugin.Weights;

/// <summary>A tensor whose shape is not the network's.</summary>
/// <param name="Name">The key.</param>
/// <param name="Expected">The network's shape.</param>
/// <param name="Found">The shape in the source.</param>
public sealed record ShapeMismatch(string Name, IReadOnlyList<long> Expected, IReadOnlyList<long> Found)
{
    /// <summary>For messages: <c>name [16, 3] instead of [32, 3]</c>.</summary>
    public override string ToString() => $"{Name} [{string.Join(", ", Found)}] instead of [{string.Join(", ", Expected)}]";
}
