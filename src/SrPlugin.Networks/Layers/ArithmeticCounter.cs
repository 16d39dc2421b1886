namespace SrPlugin.Networks.Layers;

/// <summary>
/// Counts the floating-point operations of convolutions, linear layers and attention by their shapes, a multiply-add as two. What the
/// bench divides by time; everything else a network does is small beside it.
/// </summary>
public static class ArithmeticCounter
{
    [ThreadStatic]
    private static double _operations;

    /// <summary>Operations of this thread since it began.</summary>
    public static double Operations => _operations;

    internal static void AddConvolution(long outputElements, long inChannels, long kernelArea) =>
        _operations += 2.0 * outputElements * inChannels * kernelArea;

    internal static void AddLinear(long outputElements, long inFeatures) => _operations += 2.0 * outputElements * inFeatures;

    /// <summary>Scores and weighted sum of every head together.</summary>
    internal static void AddAttention(long batch, long queries, long keys, long channels) =>
        _operations += 4.0 * batch * queries * keys * channels;
}
