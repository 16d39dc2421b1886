namespace SrPlugin.Weights;

/// <summary>A view of the tensors whose names start with a prefix, under their names without it.</summary>
/// <param name="source">The source to look at; borrowed.</param>
/// <param name="prefix">The prefix, with its separator: <c>"state_dict_unet/"</c>, <c>"text_model."</c>.</param>
public sealed class PrefixedWeights(WeightsSource source, string prefix)
    : MappedWeights(source, name => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : null)
{
    /// <inheritdoc/>
    public override string ToString() => $"{base.ToString()} ({prefix}…)";
}
